import AgentConsole
import AgentPipeline
import AgentStore
import Runtime
import SyncCore
import SyncWire
import Synchronization
import Telemetry
import TestKit
import Testing

/// Commands of a hub whose clock is so far ahead that the agent does not adopt it.
extension HubCommandTests {
    private func setHub(ahead seconds: Double, of bench: PlantBench) {
        bench.hub.state.withLock { $0.aheadSeconds = seconds }
    }

    private func sync(_ bench: PlantBench) async throws -> FieldValue? {
        try await bench.control("GET", ["sync"]).body["data"]
    }

    /// One as a hub sends it whose clock is an hour ahead.
    private func orderOfTheHubsTime(
        _ number: UInt64, _ change: (inout CommandOrder) -> Void = { _ in }
    ) throws -> CommandOrder {
        try order(number) {
            $0.issuedAt = $0.issuedAt.advanced(seconds: 3_600)
            $0.notBefore = $0.issuedAt
            $0.expiresAt = $0.issuedAt.advanced(seconds: 60)
            change(&$0)
        }
    }

    @Test("with a clock an hour behind the hub's no command is carried out late: it is refused at once, and told")
    func clockFarBehind() async throws {
        let bench = try await bench()
        let waiting = try order(1) { $0.notBefore = clock.now().advanced(seconds: 50) }
        try send(waiting, to: bench)
        try await waitUntil("it is received") { !bench.hub.states(of: waiting.id).isEmpty }
        // What waits already can be judged even less: its time may be over by now.
        setHub(ahead: 3_600, of: bench)
        #expect(try await end(waiting, of: bench).state == .expired)
        let order = try orderOfTheHubsTime(2)
        let repeatable = try orderOfTheHubsTime(3) {
            $0.action = "set_speed"
            $0.arguments = .object(["speed": .number(50)])
            $0.executionClass = .idempotent
        }
        for order in [order, repeatable] {
            try send(order, to: bench)
            let end = try await end(order, of: bench)
            #expect(end.state == .refused && end.code == "COMMAND_CLOCK_UNKNOWN", "\(end)")
            #expect(end.reason.contains("3600 s") || end.reason.contains("3599 s"), "\(end.reason)")
            #expect(bench.hub.states(of: order.id).map(\.state) == [.received, .refused])
        }
        let told = try await sync(bench)?["clockRefused"]
        #expect(told?["code"] == .text("COMMAND_CLOCK_UNKNOWN"))
        #expect(try await bench.status().hub.detail.hasPrefix("COMMAND_CLOCK_UNKNOWN"))
        let said = bench.hub.events.filter { event in
            if case .audit(let entry) = event { entry.action == "COMMAND_CLOCK_UNKNOWN" } else { false }
        }
        #expect(said.count == 1)

        setHub(ahead: 0, of: bench)
        try await waitUntil("the clocks agree") { try await sync(bench)?["clockRefused"] == nil }
        #expect(try await bench.status().hub.detail == "reachable")
        let last = try self.order(4)
        try send(last, to: bench)
        try await waitUntil("it goes") { bench.hub.states(of: last.id).contains { $0.state == .executing } }
        _ = try await bench.stop()
    }

    @Test("a command whose time the hub has not named as over is refused while it waits, when the clocks part")
    func clockParts() async throws {
        let bench = try await bench()
        let order = try order(1) {
            $0.notBefore = clock.now().advanced(seconds: 50)
            $0.expiresAt = clock.now().advanced(seconds: 86_400)
        }
        try send(order, to: bench)
        try await waitUntil("it is received") { !bench.hub.states(of: order.id).isEmpty }
        setHub(ahead: 3_600, of: bench)
        #expect(try await end(order, of: bench).code == "COMMAND_CLOCK_UNKNOWN")
        _ = try await bench.stop()
    }

    @Test("that the clocks disagree is known after a restart without the hub, also for what may be done again")
    func clockDisagreesOverRestart() async throws {
        let bench = try await bench()
        let order = try order(1) {
            $0.notBefore = clock.now().advanced(seconds: 20)
            $0.action = "set_speed"
            $0.arguments = .object(["speed": .number(50)])
            $0.executionClass = .idempotent
        }
        try send(order, to: bench)
        try await waitUntil("it is received") { !bench.hub.states(of: order.id).isEmpty }
        // As if the process had ended between the answer that brought it and its next turn.
        try await bench.restart { store, now in
            bench.hub.state.withLock { $0.isReachable = false }
            try store.keepClock(ClockDisagreement(agent: now, hub: now.advanced(seconds: 3_600)))
        }
        try await waitUntil("it is refused") {
            let listed = try await bench.control("GET", ["commands"]).body["data"]?.elements ?? []
            return listed.first?["code"] == .text("COMMAND_CLOCK_UNKNOWN")
        }
        bench.hub.state.withLock { $0.isReachable = true }
        try await waitUntil("the clocks agree") { try await sync(bench)?["clockRefused"] == nil }
        #expect(try await bench.stop().clockDisagreement() == nil)
    }
}
