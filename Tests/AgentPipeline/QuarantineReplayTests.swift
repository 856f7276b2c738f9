import MQTT
import AgentPipeline
import AgentStore
import DeviceProfiles
import Logging
import MQTT
import Observability
import Runtime
import SyncCore
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
