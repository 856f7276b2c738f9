import AgentConsole
import AgentPipeline
import AgentStore
import Foundation
import Runtime
import SyncCore
import SyncWire
import Synchronization
import Telemetry
import TestKit
import Testing

@Suite("The agent's turn", .serialized)
struct PlantLoopTests {
    private var now: Int64 { SystemClock().now().microseconds / 1_000 }

    @Test("what a publisher was told is stored; what was delivered again is stored once")
    func stored() async throws {
        let bench = try await PlantBench()
        bench.hub.state.withLock { $0.isReachable = false }
        let begin = now - 100_000
        for number in 0..<100 {
            let text = #"{"ts": \#(begin + Int64(number) * 1_000), "power": 20, "temperature": 60}"#
            try await bench.publish("plant/north/pump1", text)
            if number % 10 == 0 { try await bench.publish("plant/north/pump1", text) }
        }
        let store = try await bench.stop()
        #expect(store.unsentTotals.readings == 200)
        #expect(try store.newestQuarantined(count: 10).isEmpty)
        #expect(try store.machines().map(\.key.machine) == ["pump1"])
    }

    @Test("what cannot be taken goes to the quarantine with its reason, and harms nothing else")
    func quarantine() async throws {
        let bench = try await PlantBench()
        try await bench.publish("plant/north/a/temperature", "not JSON")
        try await bench.publish("plant/north/a/temperature", #"{"value": "warm"}"#)
        try await bench.publish("plant/north/a/temperature", String(repeating: "x", count: 100_000))
        try await bench.publish("plant/north/a/temperature", #"{"ts": 99999999999999, "value": 1}"#)
        try await bench.publish("plant/north/a/temperature", #"{"ts": \#(now), "value": 41.5, "unit": "Cel"}"#)
        try await bench.publish("plant/north/a/temperature", #"{"ts": \#(now - 5_000), "value": 40, "unit": "Cel"}"#)
        try await bench.publish("plant/north/a/temperature", #"{"ts": \#(now), "value": 41, "unit": "[degF]"}"#)
        try await waitUntil("all were seen") { try await bench.status().messagesQuarantined == 5 }
        let store = try await bench.stop()
        let reasons = try store.newestQuarantined(count: 10).reversed().map(\.reason)
        #expect(
            reasons == [
                "PAYLOAD_NOT_JSON", "VALUE_NOT_A_NUMBER", "PAYLOAD_TOO_LARGE", "TIME_IN_FUTURE", "UNIT_MISMATCH",
            ])
        #expect(store.unsentTotals.readings == 2 || bench.hub.state.withLock { !$0.segments.isEmpty })
    }

    @Test("everything reaches the hub once; alerts do while telemetry waits")
    func hub() async throws {
        let bench = try await PlantBench()
        let begin = now - 60_000
        for number in 0..<50 {
            let text = #"{"ts": \#(begin + Int64(number) * 1_000), "power": 20}"#
            try await bench.publish("plant/north/m1", text)
        }
        try await waitUntil("the hub has it") {
            bench.hub.state.withLock { state in state.segments.values.reduce(0) { $0 + Int($1.readings) } == 50 }
        }
        try await waitUntil("nothing is left") {
            let status = try await bench.status()
            return status.backlog.readings == 0 && status.backlog.events == 0 && status.hub.isReachable
        }
        try await waitUntil("the hub knows the machine") {
            bench.hub.events.contains { if case .machineSeen = $0 { true } else { false } }
        }
        try await waitUntil("live values") {
            bench.hub.state.withLock { $0.live.contains { $0.machines.first?.metrics.first?.value == 20 } }
        }
        let store = try await bench.stop()
        #expect(store.unsentTotals.segments == 0)
        #expect(store.acknowledgedEvents.seq <= store.eventHead.seq)
    }

    @Test("an overheating machine is shut down without the hub, and its answer closes the command")
    func actsAlone() async throws {
        let bench = try await PlantBench()
        bench.hub.state.withLock { $0.isReachable = false }
        try await waitUntil("the hub is missed") { try await !bench.status().hub.isReachable }
        let device = try ChildProcess(
            "mosquitto_sub", ["-p", "\(bench.broker.port)", "-q", "1", "-t", "plant/north/pump1/cmd/+", "-t", "probe"])
        defer { device.terminate() }
        try await waitUntil("the device listens") {
            try await bench.publish("probe", "probe")
            return device.output.contains("probe")
        }
        try await bench.publish("plant/north/pump1/state", #"{"online": true, "profile": "pump"}"#, retain: true)
        let begin = now - 120_000
        for second in 0..<100 where !device.output.contains("\"id\"") {
            let text = #"{"ts": \#(begin + Int64(second) * 1_000), "power": 20, "temperature": 97, "vibration": 2}"#
            try await bench.publish("plant/north/pump1", text)
        }
        try await waitUntil("a decision") { try await !bench.status().decisions.isEmpty }
        let status = try await bench.status()
        #expect(status.decisions.first?.hubReachable == false)
        #expect(status.machines.first?.live.status ?? .online > .online)
        #expect(status.machines.first?.alerts.isEmpty == false)
        try await waitUntil("a command") { device.output.contains("\"id\"") }
        let line = try #require(device.output.split(separator: "\n").first { $0.hasPrefix("{") })
        let command = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
        let id = try #require(command["id"] as? String)
        try await bench.publish("plant/north/pump1/ack", #"{"id": "\#(id)", "status": "done"}"#)
        bench.hub.state.withLock { $0.isReachable = true }
        bench.inbox.post(.syncRequested)
        try await waitUntil("the hub hears that it is done", within: .seconds(20)) {
            bench.hub.events.contains {
                if case .action(let action) = $0 { action.state == .done } else { false }
            }
        }
        _ = try await bench.stop()
    }

    @Test("alerts, status and decisions survive a restart, and are not made again")
    func restart() async throws {
        let bench = try await PlantBench()
        bench.hub.state.withLock { $0.isReachable = false }
        try await bench.publish("plant/north/pump1/state", #"{"online": true, "profile": "pump"}"#, retain: true)
        let begin = now - 120_000
        for second in 0..<60 {
            let text = #"{"ts": \#(begin + Int64(second) * 1_000), "power": 20, "temperature": 97, "vibration": 2}"#
            try await bench.publish("plant/north/pump1", text)
        }
        try await waitUntil("all is stored") { try await bench.status().readingsStored == 180 }
        let before = try await bench.status()
        let store = try await bench.stop()
        let record = try #require(try store.machines().first)
        #expect(record.status == before.machines.first?.live.status)
        #expect(record.profile == "pump")
        #expect(try store.newestEvents(of: .decision, count: 9).count == before.decisions.count)
        #expect(try store.state("alarms/north/pump1")?.isEmpty == false)
        #expect(try store.state("models/north/pump1")?.isEmpty == false)
    }
}
