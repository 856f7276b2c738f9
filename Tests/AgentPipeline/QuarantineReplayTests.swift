import MQTT
import AgentPipeline
import AgentStore
import DeviceProfiles
import Logging
import MQTT
import Observability
import Runtime
import SyncCore
import SyncWire
import Telemetry
import TestKit
import Testing

@Suite("Replay of quarantined messages")
struct QuarantineReplayTests {
    private func message(_ topic: String, _ payload: String, at time: Timestamp, size: Int? = nil) -> QuarantinedMessage
    {
        Array(topic.utf8).withUnsafeBytes { topic in
            Array(payload.utf8).withUnsafeBytes { payload in
                var message = QuarantinedMessage(
                    time: time, reason: "UNIT_MISMATCH", detail: "as it was then", topic: topic, payload: payload)
                if let size { message.size = size }
                return message
            }
        }
    }

    /// A loop that does not run, over a store with these messages in quarantine.
    private func loop(_ folder: TemporaryFolder, _ messages: [QuarantinedMessage]) throws -> PlantLoop {
        do {
            var random = SystemRandomNumberGenerator()
            let options = StoreOptions(freeBytesMin: 0, reserveBytes: 0)
            let store = try AgentStore.open(
                folder: folder.file("data"), options: options, now: SystemClock().now(), random: &random)
            var batch = CommitBatch()
            batch.quarantined = messages
            try store.commit(batch, at: SystemClock().now())
        }
        return try PlantBench.idleLoop(folder)
    }

    private func reopened(_ folder: TemporaryFolder) throws -> AgentStore {
        var random = SystemRandomNumberGenerator()
        return try AgentStore.open(folder: folder.file("data"), now: SystemClock().now(), random: &random)
    }

    @Test("what can be taken now is stored as of its time, and its row goes in the same transaction")
    func taken() throws {
        let folder = try TemporaryFolder("replay")
        let came = SystemClock().now().advanced(seconds: -600)
        let stamped = #"{"ts": \#(came.microseconds / 1_000), "power": 20, "temperature": 60}"#
        do {
            let loop = try loop(
                folder,
                [
                    message("plant/north/pump1", stamped, at: came),
                    message("plant/north/pump1/power", #"{"value": 7, "unit": "kW"}"#, at: came.advanced(seconds: 5)),
                ])
            #expect(try loop.replayQuarantined(1) == .taken)
            #expect(try loop.replayQuarantined(1) == .notThere)
            #expect(try loop.replayQuarantined(2) == .taken)
        }
        let store = try reopened(folder)
        #expect(try store.quarantinedCount() == 0)
        #expect(store.opening.replayedReadings == 3)
    }

    @Test("a record of the hub goes its own way, not that of a device's message")
    func ofTheHub() throws {
        let folder = try TemporaryFolder("replay")
        let now = SystemClock().now()
        let hub = ReplicaID(side: .hub, id: UniqueID(high: 7, low: 7))
        let key = DocumentKey.machine(try required(MachineKey("north/pump1")))
        let name = try required(FieldPath("name"))
        var document = Document(key: key)
        var clock = HybridClock()
        let edit = FieldEdit(path: name, value: .text("old pump"), actor: "ada", authority: .supervisor)
        document.write(edit, at: clock.tick(now: now), by: hub, base: nil)
        let patch = try required(document.patch(of: hub, after: 0))
        let record = EventRecord(seq: 4, kind: .documentPatch, priority: .important, payload: patch.encode())
        let broken = EventRecord(seq: 5, kind: .documentPatch, priority: .important, payload: [1, 2, 3])
        let fault = DownlinkFault(code: "DOCUMENTS_FULL", why: "as it was then")
        let loop = try loop(
            folder, [QuarantinedMessage(record, fault, at: now), QuarantinedMessage(broken, fault, at: now)])
        #expect(try loop.replayQuarantined(1) == .taken)
        #expect(try loop.replayQuarantined(1) == .notThere)
        guard case .rejected(let code, _) = try loop.replayQuarantined(2) else {
            return #expect(Bool(false), "was taken")
        }
        #expect(code != "DOCUMENTS_FULL" && !code.hasPrefix("TOPIC"))
    }

    @Test("what still cannot be taken stays, and what was cut is not tried")
    func stays() throws {
        let folder = try TemporaryFolder("replay")
        let now = SystemClock().now()
        do {
            let loop = try loop(
                folder,
                [
                    message("plant/north/pump1", "not JSON", at: now),
                    message("plant/north/pump1", #"{"power": 1}"#, at: now, size: 99_999),
                ])
            guard case .rejected(let code, _) = try loop.replayQuarantined(1) else {
                return #expect(Bool(false), "was taken")
            }
            #expect(code == "PAYLOAD_NOT_JSON")
            #expect(try loop.replayQuarantined(2) == .cut)
            #expect(try loop.replayQuarantined(3) == .notThere)
        }
        let store = try reopened(folder)
        #expect(try store.quarantined(count: 10).map(\.id) == [2, 1])
        #expect(try store.quarantined(before: 2, count: 10).map(\.id) == [1])
        #expect(try store.dropQuarantined(2) == true)
        #expect(try store.dropQuarantined(2) == false)
        #expect(try store.quarantined(1)?.message.reason == "UNIT_MISMATCH")
    }
}
