import HubIngest
import HubPlant
import HubStore
import HubTenancy
import Runtime
import SyncCore
import SyncWire
import Telemetry
import Testing

/// What the hub finds out about agents by looking at its rows.
@Suite("Watches of the hub")
struct StallWatchTests {
    private static let alerts =
        "SELECT count(*) FILTER (WHERE active), count(*) FROM alerts WHERE kind = 'SYNC_STALLED'"

    /// One look; how many alerts changed.
    private static func look(_ world: RoundWorld, at now: Timestamp) async throws -> Int {
        try await PlantStore(world.pool).watchAgents(
            silenceSeconds: 1e9, at: now, world.principal.scope
        ).count { if case .alertChanged = $0.kind { true } else { false } }
    }

    @Test func anAgentThatIsHeardAndDoesNotMoveIsStalledUntilItMoves() async throws {
        let world = try await RoundWorld()
        let now = SystemClock().now()
        var agent = TestAgent()
        agent.write([.alert(TestAgent.alert(1))])
        agent.settle(try await world.send(agent.request()))
        func state(seen: Double, moved: Double, backlog: Int) async throws {
            _ = try await world.psql(
                """
                UPDATE agents SET backlog_events = \(backlog), last_seen_at = '\(now.advanced(seconds: -seen).rfc3339)';
                UPDATE sync_cursors SET updated_at = now() - interval '\(moved) seconds'
                """)
        }
        // Nothing to send; or silent as well; or it moved a moment ago: none of these is stuck.
        for (seen, moved, backlog) in [(1.0, 600.0, 0), (600, 600, 5), (1, 10, 5)] {
            try await state(seen: seen, moved: moved, backlog: backlog)
            #expect(try await Self.look(world, at: now) == 0)
            #expect(try await world.psql(Self.alerts) == "0|0")
        }
        try await state(seen: 1, moved: 600, backlog: 5)
        #expect(try await Self.look(world, at: now) == 1)
        #expect(try await world.psql(Self.alerts) == "1|1")
        // Once told is enough, and another tenant's watch sees nothing of it.
        #expect(try await Self.look(world, at: now) == 0)
        let other = try await RoundWorld.makeAgent(world.pool, seed: 2)
        let foreign = try await PlantStore(world.pool).watchAgents(silenceSeconds: 1e9, at: now, other.scope)
        #expect(foreign.isEmpty)
        try await state(seen: 1, moved: 10, backlog: 5)
        #expect(try await Self.look(world, at: now) == 1)
        #expect(try await world.psql(Self.alerts) == "0|1")
    }

    @Test func limitsAreThoseOfThePlanAndAreReadAgainAfterAWhile() async throws {
        let world = try await RoundWorld()
        let scope = world.principal.scope
        let limits = TenantLimits(world.pool, clock: world.clock)
        #expect(try await limits.limits(scope) == nil)
        _ = try await world.psql(
            """
            INSERT INTO subscription_plans (id, name, ml_slots, storage_limits, workflows, dashboards,
                requests_per_window, retention)
            VALUES ('basic', 'Basic', 1, '{"total": 1000000}', 1, 1, 100, '{"raw": 30}');
            INSERT INTO tenant_subscriptions (tenant_id, plan_id, is_active, expires_at)
            SELECT '\(scope.tenant)', id, true, '2030-01-01T00:00:00Z' FROM subscription_plans ORDER BY id LIMIT 1
            """)
        // For a while what was read is good enough.
        #expect(try await limits.limits(scope) == nil)
        world.clock.advance(seconds: 301)
        let found = try #require(try await limits.limits(scope))
        let plan = try await world.psql(
            "SELECT name, storage_limits->>'total' FROM subscription_plans ORDER BY id LIMIT 1")
        #expect("\(found.plan)|\(found.storageBytes)" == plan)
        #expect(found.storedBytes == 0)
        #expect(found.expiresAt == Timestamp(rfc3339: "2030-01-01T00:00:00Z"))
        // What is stored counts as it was sent, quarantine not, and not another tenant's.
        var agent = TestAgent()
        var broken = try TestAgent.segment(2)
        broken.payload[20] ^= 0xFF
        broken.digest = Digest(of: broken.payload)
        let whole = try TestAgent.segment(1)
        try await world.send(agent.request(segments: [whole, broken]))
        let other = try await RoundWorld.makeAgent(world.pool, seed: 2)
        world.clock.advance(seconds: 301)
        #expect(try await limits.limits(scope)?.storedBytes == Int64(whole.payload.count))
        #expect(try await limits.limits(other.scope) == nil)
    }
}
