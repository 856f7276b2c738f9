import AgentPipeline
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
}
