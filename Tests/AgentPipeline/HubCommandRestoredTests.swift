import AgentPipeline
import Runtime
import SyncCore
import SyncWire
import Synchronization
import Telemetry
import TestKit
import Testing

/// What becomes of commands that wait in a folder when its agent starts again.
extension HubCommandTests {
    /// A bench whose agent has a command that waits, and was started again, with the hub as `change` makes it.
    private func restarted(
        lifeSeconds: Double, _ change: @escaping (inout PlayedHub.State) -> Void
    ) async throws -> (PlantBench, CommandOrder) {
        let bench = try await bench()
        // Due after the start, however busy the machine is.
        let order = try order(1) {
            $0.notBefore = clock.now().advanced(seconds: 10)
            $0.expiresAt = clock.now().advanced(seconds: lifeSeconds)
        }
        try send(order, to: bench)
        try await waitUntil("it is received") { !bench.hub.states(of: order.id).isEmpty }
        try await bench.restart { _, _ in bench.hub.state.withLock { change(&$0) } }
        return (bench, order)
    }

    /// What the hub was told of nobody knowing what became of a command.
    func alerts(of order: CommandOrder, _ bench: PlantBench) -> [Alert] {
        bench.hub.events.compactMap { event in
            if case .alert(let alert) = event, alert.id == AlertID(unknown: order.id) { alert } else { nil }
        }
    }

    private func told(_ order: CommandOrder, _ bench: PlantBench) async throws -> [FieldValue] {
        let listed = try await bench.control("GET", ["commands"]).body["data"]?.elements ?? []
        return listed.filter { $0["id"] == .text("\(order.id)") }
    }

    @Test("what was received before a start waits for the hub, and so does that its time is over")
    func unconfirmed() async throws {
        let (bench, order) = try await overdue()
        let end = try await end(order, of: bench)
        #expect(end.code == "COMMAND_EXPIRED")
        #expect(bench.hub.states(of: order.id).map(\.state) == [.received, .expired])
        _ = try await bench.stop()
    }

    @Test("what was over before an old folder was found to be one is unknown: its other branch may have been in time")
    func restoredTooLate() async throws {
        let (bench, order) = try await overdue {
            $0.verdict = Verdict(kind: .relabel, code: "AGENT_BEHIND", message: "played")
        }
        let end = try await end(order, of: bench)
        #expect(end.state == .unknown && end.code == "COMMAND_FOLDER_RESTORED")
        #expect(alerts(of: order, bench).map(\.state) == [.unacknowledgedActive])
        _ = try await bench.stop()
    }

    /// A command whose time ended while the agent, started again, did not hear the hub; then it hears it as `change`
    /// makes it.
    private func overdue(
        _ change: (inout PlayedHub.State) -> Void = { _ in }
    ) async throws -> (PlantBench, CommandOrder) {
        let (bench, order) = try await restarted(lifeSeconds: 14) { $0.isReachable = false }
        try await waitUntil("its time ends", within: .seconds(40)) {
            guard clock.now() > order.expiresAt else { return false }
            return try await told(order, bench).first?["state"] == .text("RECEIVED")
        }
        bench.hub.state.withLock {
            change(&$0)
            $0.isReachable = true
        }
        return (bench, order)
    }

    @Test("it goes once the hub has answered; one that may be done again waits for nobody")
    func confirmedLate() async throws {
        let bench = try await bench()
        let order = try order(1) { $0.notBefore = clock.now().advanced(seconds: 10) }
        let other = try self.order(2) {
            $0.notBefore = clock.now().advanced(seconds: 10)
            $0.action = "set_speed"
            $0.arguments = .object(["speed": .number(50)])
            $0.executionClass = .idempotent
        }
        try send(order, to: bench)
        try send(other, to: bench)
        try await waitUntil("they are received") {
            !bench.hub.states(of: order.id).isEmpty && !bench.hub.states(of: other.id).isEmpty
        }
        try await bench.restart { _, _ in bench.hub.state.withLock { $0.isReachable = false } }
        try await waitUntil("the repeatable one goes", within: .seconds(40)) {
            try await told(other, bench).first?["state"] == .text("EXECUTING")
        }
        #expect(try await told(order, bench).first?["state"] == .text("RECEIVED"))
        bench.hub.state.withLock { $0.isReachable = true }
        try await waitUntil("it goes") { bench.hub.states(of: order.id).contains { $0.state == .executing } }
        _ = try await bench.stop()
    }

    @Test("a folder that the hub finds to be an old one does not carry out what it had received")
    func restored() async throws {
        let (bench, order) = try await restarted(lifeSeconds: 60) {
            $0.verdict = Verdict(kind: .relabel, code: "AGENT_BEHIND", message: "played")
        }
        let end = try await end(order, of: bench)
        #expect(end.state == .unknown && end.code == "COMMAND_FOLDER_RESTORED")
        #expect(!bench.hub.states(of: order.id).contains { $0.state == .executing })
        _ = try await bench.stop()
    }
}
