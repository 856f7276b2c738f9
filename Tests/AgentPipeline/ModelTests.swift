import AgentConsole
import AgentPipeline
import AgentStore
import Foundation
import Runtime
import SyncWire
import Synchronization
import Telemetry
import TestKit
import Testing

/// The twin that calibrates itself and the joint detector on the gateway: in status, telemetry and snapshots.
@Suite("Models on the gateway", .serialized)
struct ModelTests {
    private var now: Int64 { SystemClock().now().microseconds / 1_000 }

    /// Rows of a pump, each two seconds after the one before, from a time on.
    private func publish(_ rows: Range<Int>, from begin: Int64, to bench: PlantBench) async throws {
        for row in rows {
            let load = [4.0, 16, 9, 20, 12][row / 5 % 5]
            let heat = 30 + load + Double(row % 3)
            let values = #""power": \#(load), "temperature": \#(heat), "vibration": \#(load / 10)"#
            try await bench.publish("plant/north/pump1", #"{"ts": \#(begin + Int64(row) * 2_000), \#(values)}"#)
        }
    }

    /// The newest time of a series in the segments that a hub got, microseconds.
    private func newestTime(of name: String, at hub: PlayedHub) throws -> Int64 {
        let segments = hub.state.withLock { Array($0.segments.values) }
        return try segments.flatMap { try SegmentCodec.decode($0.payload).blocks }
            .filter { block in block.columns.contains { $0.metric.text == name } }.compactMap(\.times.last).max() ?? 0
    }

    @Test("they are shown, kept with the telemetry, and go on after a restart")
    func models() async throws {
        let bench = try await PlantBench { $0.derivedSeconds = 0.1 }
        bench.hub.state.withLock { $0.isReachable = false }
        try await bench.publish("plant/north/pump1/state", #"{"online": true, "profile": "pump"}"#, retain: true)
        try await waitUntil("the pump is known") { try await bench.status().machines.first?.profile == "pump@1" }
        let begin = now - 400_000
        try await publish(0..<100, from: begin, to: bench)
        try await waitUntil("all is stored") { try await bench.status().readingsStored == 300 }
        let machine = try required(try await bench.status().machines.first)
        let joint = try required(machine.joint)
        #expect(joint.score >= 0 && joint.score < 1 && joint.distance.isFinite)
        #expect(["power", "temperature", "vibration"].contains(joint.metric.text))
        let calibration = try required(machine.calibration)
        #expect(calibration.temperatureResidual != nil && calibration.vibrationResidual != nil)
        #expect((calibration.temperatureError ?? -1) > 0 && calibration.temperatureDeviation > 0)
        let life = try required(machine.live.twin?.remainingHours)
        #expect(calibration.remainingLow <= life && life <= calibration.remainingHigh)
        let json = try #require(
            try JSONSerialization.jsonObject(with: Data(try await bench.status().json)) as? [String: Any])
        let told = try #require((json["machines"] as? [[String: Any]])?.first)
        #expect((told["joint"] as? [String: Any])?["metric"] as? String == joint.metric.text)
        #expect((told["twin"] as? [String: Any])?["temperatureDeviation"] as? Double != nil)

        try await bench.restart()
        #expect(try await bench.status().machines.first?.joint == nil, "of this run it has seen nothing")
        #expect(try await bench.status().machines.first?.calibration?.temperatureError == calibration.temperatureError)
        // The first row is complete when the second begins: which metrics come together is found out anew.
        try await publish(100..<102, from: begin, to: bench)
        try await waitUntil("it goes on where it was") { try await bench.status().machines.first?.joint != nil }
        bench.hub.state.withLock { $0.isReachable = true }
        for name in ["~joint", "~twin.temperature_residual", "~twin.vibration_error", "~twin.remaining_low"] {
            try await waitUntil("\(name) is at the hub") {
                try newestTime(of: name, at: bench.hub) >= (begin + 200_000) * 1_000
            }
        }
        let store = try await bench.stop()
        #expect(try store.state("joints/north/pump1")?.isEmpty == false)
        #expect((try store.state("models/north/pump1")?.count ?? .max) < 8_192)
    }
}
