import AgentStore
import Runtime
import SyncCore
import SyncWire
import Telemetry
import TestKit
import Testing

@Suite("Records of the hub in the agent's quarantine")
struct DownlinkQuarantineTests {
    private static let press = machineDocument("press-1")
    private static let hub = ReplicaID(side: .hub, id: UniqueID(high: 7, low: 7))

    /// What the hub writes, one field after the other, each as a patch of its own.
    private static func patches(_ fields: [(String, FieldValue)], at now: Timestamp) throws -> [EventRecord] {
        var document = Document(key: press)
        var clock = HybridClock()
        var records: [EventRecord] = []
        for (name, value) in fields {
            let sealed = document.versions[hub]
            let edit = FieldEdit(
                path: try required(FieldPath(name)), value: value, actor: "ada", authority: .supervisor)
            document.write(edit, at: clock.tick(now: now), by: hub, base: nil)
            let patch = try required(document.patch(of: hub, after: sealed))
            records.append(record(UInt64(records.count) + 1, patch.encode()))
        }
        return records
    }

    private static func record(_ seq: UInt64, _ payload: [UInt8]) -> EventRecord {
        EventRecord(seq: seq, kind: .documentPatch, priority: .important, payload: payload)
    }

    /// Takes records in as a round's answer brings them.
    private static func take(_ records: [EventRecord], _ store: AgentStore, _ bench: StoreBench) throws {
        var settlement = store.settlement(segments: [])
        settlement.downlink = records
        let before = try store.sessionProgress().downlink
        settlement.progress.downlink = EventCursor(
            seq: records.last?.seq ?? 0, chain: EventBatch(records: records, following: before.chain).chainAfter)
        try store.settle(settlement, at: bench.now)
    }

    private static func keepApart(_ record: EventRecord, _ store: AgentStore, _ bench: StoreBench) throws {
        var batch = CommitBatch()
        let fault = DownlinkFault(code: "DOWNLINK_UNREADABLE", why: "an older version could not read it")
        batch.quarantined = [QuarantinedMessage(record, fault, at: bench.now)]
        try store.commit(batch, at: bench.now)
    }

    @Test("a long record is kept whole, and says why it cannot be taken this time")
    func whole() throws {
        let bench = try StoreBench()
        let store = try bench.open()
        let payload = (0..<100_000).map { UInt8(truncatingIfNeeded: $0 * 7) }
        try Self.take([Self.record(1, payload)], store, bench)
        let entry = try required(store.quarantined(1))
        #expect(entry.isWhole && entry.message.payload == payload)
        #expect(entry.message.downlinkKind == .documentPatch)
        let refusal = try required(store.replayDownlink(entry, at: bench.now))
        let after = try required(bench.crashed().open().quarantined(1))
        #expect(after.message.reason == refusal.code && after.message.detail == refusal.why)
        #expect(after.message.payload == payload)
        // Another fault the next time stands in its place.
        let key = SignedCommand(order: [1], key: "k9", signature: Array(repeating: 2, count: 64))
        let command = EventRecord(
            seq: 2, kind: .command, priority: .important, payload: DownlinkPayload.command(key).encode())
        try Self.keepApart(command, store, bench)
        let second = try required(store.quarantined(2))
        #expect(try store.replayDownlink(second, at: bench.now)?.code == "COMMAND_KEY_UNKNOWN")
        #expect(try store.quarantined(2)?.message.reason == "COMMAND_KEY_UNKNOWN")
    }

    @Test("of long records the newest 64 stay, whatever else is there")
    func bounded() throws {
        let bench = try StoreBench()
        let store = try bench.open()
        try Self.take((1...3).map { Self.record($0, [UInt8($0)]) }, store, bench)
        for seq in UInt64(4)...70 {
            try Self.keepApart(Self.record(seq, Array(repeating: 9, count: 5_000)), store, bench)
        }
        #expect(try store.quarantinedCount() == 3 + 64)
        #expect(try store.quarantined(4) == nil && store.quarantined(3) != nil)
    }

    @Test("a patch is merged by what it knew, once, however many came after it")
    func late() throws {
        let bench = try StoreBench()
        let store = try bench.open()
        let records = try Self.patches(
            [("setpoint.speed", .number(5)), ("name", .text("one")), ("name", .text("two"))], at: bench.now)
        for record in records.prefix(2) { try Self.keepApart(record, store, bench) }
        try Self.take([Self.record(1, records[2].payload)], store, bench)
        #expect(try store.document(Self.press)?.value(of: path("setpoint.speed"), by: .standard) == nil)
        let entries = [try required(store.quarantined(1)), try required(store.quarantined(2))]
        for entry in entries + entries { #expect(try store.replayDownlink(entry, at: bench.now) == nil) }
        #expect(try store.quarantinedCount() == 0)
        let document = try required(store.document(Self.press))
        #expect(document.value(of: path("setpoint.speed"), by: .standard) == .number(5))
        // What a later write knew and ended does not come back.
        #expect(document.siblings(of: path("name")).map(\.value) == [.text("two")])
        #expect(try bench.crashed().open().document(Self.press) == document)
    }

    @Test("no device can publish what is taken for a record of the hub")
    func forged() throws {
        let patch = try Self.patches([("name", .text("x"))], at: StoreBench().now)[0].payload
        for topic in ["downlink/1/\(EventKind.documentPatch.rawValue)", "x#downlink/1/1"] {
            let message = Array(topic.utf8).withUnsafeBytes { topic in
                patch.withUnsafeBytes { payload in
                    QuarantinedMessage(
                        time: Timestamp(microseconds: 0), reason: "TOPIC_UNKNOWN", detail: "", topic: topic,
                        payload: payload)
                }
            }
            #expect(message.downlinkKind == nil)
        }
    }
}
