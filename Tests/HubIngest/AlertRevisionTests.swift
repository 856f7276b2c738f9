import HubIngest
import Runtime
import SyncCore
import SyncWire
import Telemetry
import TestKit
import Testing

/// News of an alert by revision and by time: a folder that was restored counts on from its copy.
@Suite struct AlertRevisionTests {
    private static func alert(revision: UInt32, atSeconds: Double, state: AlertState) -> EventPayload {
        var alert = TestAgent.alert(1, state: state, revision: revision)
        alert.changedAt = TestAgent.start.advanced(seconds: atSeconds)
        return .alert(alert)
    }

    @Test func laterNewsWithASmallerRevisionCountOlderNewsDoNot() async throws {
        let world = try await RoundWorld()
        var agent = TestAgent()
        agent.write([
            Self.alert(revision: 1, atSeconds: 1, state: .unacknowledgedActive),
            Self.alert(revision: 8, atSeconds: 8, state: .unacknowledgedReturned),
        ])
        agent.settle(try await world.send(agent.request()))
        agent.write([
            // From the copy, which knew revision 2: raised again, and over again.
            Self.alert(revision: 3, atSeconds: 20, state: .unacknowledgedActive),
            Self.alert(revision: 4, atSeconds: 21, state: .unacknowledgedReturned),
            // Neither newer nor later.
            Self.alert(revision: 4, atSeconds: 21, state: .unacknowledgedActive),
            Self.alert(revision: 2, atSeconds: 5, state: .unacknowledgedActive),
        ])
        agent.settle(try await world.send(agent.request()))
        #expect(try await world.psql("SELECT revision, active FROM alerts") == "8|f")
        let events = try await world.psql("SELECT string_agg(event, ',' ORDER BY id) FROM alert_events")
        #expect(events == "raised,returned,changed,returned")
    }
}
