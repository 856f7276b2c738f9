import AgentPipeline
import AgentStore
import MQTT
import Runtime
import Telemetry
import TestKit
import Testing

@Suite("An open window without places")
struct FullWindowTests {
    /// A TLS record may hold more messages than the loop asked for.
    @Test("takes no message that does not fit, nor those behind it, and does not end the process")
    func full() throws {
        let loop = try PlantBench.idleLoop(try TemporaryFolder("window"))
        loop.fillWindow(leaving: 4)
        let before = loop.openReadings
        let time = SystemClock().now().microseconds / 1_000 - 60_000
        for number in 0..<3 {
            let payload = #"{"ts": \#(time + Int64(number) * 1_000), "a": 1, "b": 2, "c": 3}"#
            Array("plant/north/m1".utf8).withUnsafeBufferPointer { topic in
                Array(payload.utf8).withUnsafeBufferPointer { payload in
                    loop.mqttMessage(topic: topic, payload: payload, qos: .atLeastOnce, retain: false)
                }
            }
        }
        #expect(loop.openReadings == before + 3)
    }

    @Test("leaves a message that is tried again in the quarantine")
    func replay() throws {
        let folder = try TemporaryFolder("window")
        do {
            var random = SystemRandomNumberGenerator()
            let store = try AgentStore.open(folder: folder.file("data"), now: SystemClock().now(), random: &random)
            var batch = CommitBatch()
            batch.quarantined = [
                Array("plant/north/m1".utf8).withUnsafeBytes { topic in
                    Array(#"{"a": 1, "b": 2}"#.utf8).withUnsafeBytes { payload in
                        QuarantinedMessage(
                            time: SystemClock().now(), reason: "x", detail: "y", topic: topic, payload: payload)
                    }
                }
            ]
            try store.commit(batch, at: SystemClock().now())
        }
        let loop = try PlantBench.idleLoop(folder)
        loop.fillWindow(leaving: 1)
        guard case .rejected(let code, _) = try loop.replayQuarantined(1) else {
            return #expect(Bool(false), "was taken")
        }
        #expect(code == "AGENT_WINDOW_FULL")
    }
}
