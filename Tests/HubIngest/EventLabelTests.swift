import AgentStore
import HubIngest
import HubPlant
import HubStore
import HubTenancy
import Runtime
import SyncWire
import Telemetry
import TestKit
import Testing

/// What the edge's hybrid clock said of a record, at the hub.
@Suite("Labels of events at the hub")
struct EventLabelTests {
    private static let label = HybridTime(at: TestAgent.start.advanced(seconds: 7), count: 3)
    private static let alerts = """
        SELECT (extract(epoch FROM label_at) - extract(epoch FROM TIMESTAMPTZ '\(TestAgent.start.rfc3339)'))::int,
            label_count FROM alert_events ORDER BY id
        """

    private static func decision(_ number: UInt64) -> Decision {
        Decision(
            id: DecisionID(UniqueID(high: 3, low: number)), machine: TestAgent.key, alert: nil,
            decidedAt: TestAgent.start, rootCause: "x", riskLevel: .info, actionTaken: .none, reasoning: "y",
            estimatedSavings: 0, preventedLoss: 0, humanRecommendation: "z", decidedBy: "agent", rule: "r", model: "m",
            hubReachable: true, evidence: [])
    }

    @Test func theyStayWithAlertsAndDecisionsAndOrderThoseOfOneMoment() async throws {
        let world = try await RoundWorld()
        var agent = TestAgent()
        // Ids say nothing of the order; nor does the wall clock, which stood still.
        for (number, count) in [(2, 0), (1, 1), (3, 2)] as [(UInt64, UInt32)] {
            agent.write([.decision(Self.decision(number))], label: HybridTime(at: Self.label.at, count: count))
        }
        agent.write([.decision(Self.decision(4))])
        agent.write([.alert(TestAgent.alert(1))], label: Self.label)
        agent.write([.alert(TestAgent.alert(2))])
        try await world.send(agent.request())
        #expect(try await world.psql(Self.alerts) == "7|3\n|")
        let shown = try await PlantStore(world.pool).decisions(
            machine: nil, limit: 10, offset: 0, world.principal.scope)
        #expect(shown.items.map { $0.decision.id.unique.low } == [3, 1, 2, 4])
        #expect(shown.items.map(\.labelledAt) == [Self.label.at, Self.label.at, Self.label.at, nil])
    }

    @Test func aRecordKeepsItInTheQuarantine() async throws {
        let world = try await RoundWorld()
        var agent = TestAgent()
        let payload = EventPayload.alert(TestAgent.alert(1))
        agent.write(kind: EventKind(rawValue: 998), bytes: payload.encode(), label: Self.label)
        try await world.send(agent.request())
        let id = try #require(Int64(try await world.psql("UPDATE sync_quarantine SET kind = 1 RETURNING id")))
        let actor = Actor(user: UserID(UniqueID(high: 7, low: 7)), name: "ada", address: "")
        try await world.service.replay(id, by: actor, at: TestAgent.start, world.principal.scope)
        #expect(try await world.psql(Self.alerts) == "7|3")
    }

    @Test func aTimeThatNoCalendarHasFailsNoRound() async throws {
        let world = try await RoundWorld()
        var agent = TestAgent()
        agent.write([.alert(TestAgent.alert(1))], label: HybridTime(at: Timestamp(microseconds: .min), count: .max))
        let answer = try await world.send(agent.request())
        #expect(answer.events.seq == 1 && answer.quarantinedEvents.isEmpty)
        #expect(try await world.psql("SELECT label_count FROM alert_events") == "\(UInt32.max)")
    }

    @Test func aRecordOfACopyKeepsItUntilTheCopyIsAdopted() async throws {
        let world = try await RoundWorld()
        let (_, copy) = try await FolderBranchTests.apart(world)
        var batch = CommitBatch()
        batch.events = [.alert(TestAgent.alert(1))]
        try copy.store.commit(batch, at: world.clock.now())
        for _ in 0..<3 { try await copy.round(with: world) }
        let labels = "SELECT count(*), count(label_at) FROM alert_events WHERE actor <> 'hub'"
        #expect(try await world.psql(labels) == "0|0")
        let actor = Actor(user: UserID(UniqueID(high: 7, low: 7)), name: "ada", address: "")
        let done = try await world.service.decide(
            .adopt, agent: world.principal, incarnation: nil, by: actor, at: world.clock.now())
        #expect(done == .done(copy.store.incarnation))
        #expect(try await world.psql(labels) == "1|1")
    }
}
