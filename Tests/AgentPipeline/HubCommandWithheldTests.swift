import AgentConsole
import AgentPipeline
import AgentStore
import SyncCore
import SyncWire
import Synchronization
import Telemetry
import TestKit
import Testing

/// What becomes of commands that were admitted, and may not go when they are about to.
extension HubCommandTests {
    private static let valve = """
        name: valve
        version: 1
        machine_type: VALVE
        metrics:
          - {name: temperature, unit: Cel, interval: 2s, scored: false}
        actions:
          - {name: open, execution: fenced}
        """

    @Test("what was admitted and may not go after the commit is REFUSED with the code of that, not FAILED")
    func withheld() async throws {
        let bench = try await bench(profile: Self.valve)
        func open(_ number: UInt64, fence: UInt64) throws -> CommandOrder {
            try order(number) {
                $0.action = "open"
                $0.executionClass = .fenced
                $0.fence = fence
            }
        }
        // Both are admitted in one turn; only its commit makes the higher fence known.
        let (old, new) = (try open(1, fence: 1), try open(2, fence: 2))
        let payloads = try [old, new].map { DownlinkPayload.command(try signed($0)) }
        bench.hub.state.withLock { state in
            for payload in payloads { state.downlink.append((payload.kind, payload.encode())) }
        }
        let end = try await end(old, of: bench)
        #expect(end.state == .refused && end.code == "COMMAND_FENCED", "\(end)")
        #expect(bench.hub.states(of: old.id).map(\.state) == [.received, .executing, .refused])
        try await waitUntil("the newer one goes") { bench.hub.states(of: new.id).last?.state == .executing }
        let listed = try await bench.control("GET", ["commands"]).body["data"]?.elements ?? []
        #expect(listed.first { $0["id"] == .text("\(old.id)") }?["code"] == .text("COMMAND_FENCED"))
        _ = try await bench.stop()
    }

    @Test("what is EXECUTING and in no ledger is UNKNOWN after a restart, with one alert, also after the next one")
    func lostLedger() async throws {
        let bench = try await bench()
        let order = try order(1)
        try send(order, to: bench)
        try await waitUntil("it goes") { bench.hub.states(of: order.id).contains { $0.state == .executing } }
        try await bench.restart { store, now in
            var batch = CommitBatch()
            batch.states.append(NamedState(name: "commands", body: []))
            try store.commit(batch, at: now)
        }
        #expect(try await end(order, of: bench).state == .unknown)
        try await waitUntil("a person is told") { !alerts(of: order, bench).isEmpty }
        try await bench.restart()
        try await waitUntil("the hub is there") { try await bench.status().hub.isReachable }
        #expect(alerts(of: order, bench).count == 1)
        _ = try await bench.stop()
    }
}
