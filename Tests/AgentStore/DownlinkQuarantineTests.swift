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
    @discardableResult
    private static func take(_ records: [EventRecord], _ store: AgentStore, _ bench: StoreBench) throws
        -> EventCursor
    {
        var settlement = store.settlement(segments: [])
        settlement.downlink = records
        let before = try store.sessionProgress().downlink
        settlement.progress.downlink = EventCursor(
            seq: records.last?.seq ?? 0, chain: EventBatch(records: records, following: before.chain).chainAfter)
        return try store.settle(settlement, at: bench.now)
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

    @Test("what devices send drops the oldest of theirs, counts it, and no record of the hub")
    func flood() throws {
        let bench = try StoreBench()
        bench.options.quarantineCountMax = 20
        let store = try bench.open()
        try Self.take((1...3).map { Self.record($0, [UInt8($0)]) }, store, bench)
        for _ in 0..<10 { try Self.reject(9, store, bench) }
        #expect(try store.quarantinedCount() == 3 + 20 && store.quarantineTrimmed == 70)
        for id in Int64(1)...3 { #expect(try store.quarantined(id)?.message.downlinkKind == .documentPatch) }
        #expect(try store.quarantined(count: 20).allSatisfy { $0.message.downlinkKind == nil })
        let next = try Self.cursor(of: store)
        try Self.take([Self.record(next.seq + 1, [4])], store, bench)
        let after = try bench.crashed().open()
        #expect(try after.quarantinedCount() == 4 + 19 && store.quarantineTrimmed == 71)
    }

    @Test("when it is full of records of the hub the downlink ends before the next one, and goes on when there is room")
    func full() throws {
        let bench = try StoreBench()
        let store = try bench.open()
        let good = try Self.patches([("name", .text("one")), ("name", .text("two"))], at: bench.now)
        let bad = (UInt64(1)...1_030).map { Self.record($0, [UInt8(truncatingIfNeeded: $0)]) }
        #expect(try Self.take(Array(bad.prefix(1_000)), store, bench).seq == 1_000)
        // A good one between bad ones is carried out, and of those only as many are taken as there is room for.
        var more = [Self.record(1_001, good[0].payload)]
        for seq in UInt64(1_002)...1_040 { more.append(Self.record(seq, [1])) }
        let taken = try Self.take(more, store, bench)
        #expect(try taken.seq == 1_025 && store.quarantinedCount() == 1_024)
        #expect(try store.document(Self.press)?.siblings(of: path("name")).map(\.value) == [.text("one")])
        #expect(try bench.crashed().open().sessionProgress().downlink == taken)
        // What can be carried out still is.
        let second = [Self.record(1_026, good[1].payload), Self.record(1_027, [1])]
        #expect(try Self.take(second, store, bench).seq == 1_026)
        #expect(try store.document(Self.press)?.siblings(of: path("name")).map(\.value) == [.text("two")])
        #expect(try Self.take([Self.record(1_027, [1])], store, bench).seq == 1_026)
        #expect(try store.dropQuarantined(1))
        #expect(try Self.take([Self.record(1_027, [1])], store, bench).seq == 1_027)
        #expect(try store.quarantinedCount() == 1_024)
    }

    @Test("long records have a bound in bytes")
    func longRecords() throws {
        let bench = try StoreBench()
        let store = try bench.open()
        let long = (UInt64(1)...70).map { Self.record($0, Array(repeating: 9, count: 256 << 10)) }
        #expect(try Self.take(long, store, bench).seq == 64)
        #expect(try store.quarantinedCount() == 64)
    }

    private static func cursor(of store: AgentStore) throws -> EventCursor { try store.sessionProgress().downlink }

    /// Messages of a device that are not taken.
    private static func reject(_ count: Int, _ store: AgentStore, _ bench: StoreBench) throws {
        var batch = CommitBatch()
        batch.quarantined = (0..<count).map { _ in
            Array("plants/x".utf8).withUnsafeBytes { topic in
                [UInt8]("no".utf8).withUnsafeBytes { payload in
                    QuarantinedMessage(
                        time: bench.now, reason: "PAYLOAD_NOT_JSON", detail: "", topic: topic, payload: payload)
                }
            }
        }
        try store.commit(batch, at: bench.now)
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
