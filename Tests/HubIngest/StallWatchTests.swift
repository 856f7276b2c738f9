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
        _ = try await world.psql("DELETE FROM notices")
        try await PlantStore(world.pool).watchAgents(silenceSeconds: 1e9, at: now, world.principal.scope)
        return try await world.notices("alert")
    }

    @Test func anAgentThatIsHeardAndDoesNotMoveIsStalledUntilItMoves() async throws {
        let world = try await RoundWorld()
        let now = SystemClock().now()
        var agent = TestAgent()
        agent.write([.alert(TestAgent.alert(1))])
        agent.settle(try await world.send(agent.request()))
        func state(seen: Double, waits seconds: Double?) async throws {
            let since = seconds.map { "'\(now.advanced(seconds: -$0).rfc3339)'" } ?? "NULL"
            _ = try await world.psql(
                """
                UPDATE agents SET events_wait_since = \(since),
                    last_seen_at = '\(now.advanced(seconds: -seen).rfc3339)';
                """)
        }
        // Nothing to send; or silent as well; or it moved a moment ago: none of these is stuck.
        for (seen, waits) in [(1.0, nil), (600, 600.0), (1, 10)] {
            try await state(seen: seen, waits: waits)
            #expect(try await Self.look(world, at: now) == 0)
            #expect(try await world.psql(Self.alerts) == "0|0")
        }
        try await state(seen: 1, waits: 600)
        #expect(try await Self.look(world, at: now) == 1)
        #expect(try await world.psql(Self.alerts) == "1|1")
        // Once told is enough, and another tenant's watch sees nothing of it.
        #expect(try await Self.look(world, at: now) == 0)
        let other = try await RoundWorld.makeAgent(world.pool, seed: 2)
        try await PlantStore(world.pool).watchAgents(silenceSeconds: 1e9, at: now, other.scope)
        #expect(try await world.notices("alert") == 0)
        try await state(seen: 1, waits: 10)
        #expect(try await Self.look(world, at: now) == 1)
        #expect(try await world.psql(Self.alerts) == "0|1")
        // One that calls every ten minutes is not stuck after ten.
        try await state(seen: 1, waits: 1_799)
        _ = try await world.psql("UPDATE agents SET round_interval = 600")
        #expect(try await Self.look(world, at: now) == 0)
        try await state(seen: 1, waits: 1_801)
        #expect(try await Self.look(world, at: now) == 1)
    }

    @Test("each stream by itself is found stuck, whatever else moves, and by the hub's clock alone")
    func anyStreamThatIsStuckIsFound() async throws {
        for stuck in ["events", "documents", "telemetry"] {
            let world = try await RoundWorld()
            var edge = TestEdge()
            try await world.exchange(&edge)
            var number = UInt64(0)
            // Three minutes and more in which one stream does not come and the others do.
            for _ in 0..<8 {
                world.clock.advance(seconds: 30)
                number += 1
                var request = edge.request()
                if stuck == "telemetry" {
                    edge.agent.write([.alert(TestAgent.alert(number))])
                    request = edge.request()
                    request.report.backlog.segments = 3
                } else {
                    request.segments = [
                        try TestAgent.segment(number, at: TestAgent.start.advanced(seconds: Double(number) * 1_000))
                    ]
                    request.hello.newestSegment = number
                    edge.agent.newestSegment = number
                    if stuck == "events" { request.report.backlog.events = 2 }
                    if stuck == "documents" { request.hello.newestDocument = 2 }
                }
                try edge.settle(try await world.send(request))
                let found = try await Self.look(world, at: world.clock.now())
                #expect(found == (number == 8 ? 1 : 0), "\(stuck) \(number)")
            }
            let message = try await world.psql("SELECT message FROM alerts WHERE kind = 'SYNC_STALLED'")
            #expect(message.contains("has \(stuck) to send"), "\(message)")
            world.clock.advance(seconds: 30)
            try edge.settle(try await world.send(edge.request()))
            #expect(try await Self.look(world, at: world.clock.now()) == 1)
            #expect(try await world.psql(Self.alerts) == "0|1")
        }
    }

    @Test("telemetry that the hub holds is not stuck")
    func heldTelemetryDoesNotWait() async throws {
        let world = try await RoundWorld()
        var agent = TestAgent()
        let hold = Hold(
            stream: .telemetry, until: Timestamp(seconds: 4_000_000_000), milliseconds: 60_000, limit: "storage",
            reason: "full")
        for _ in 0..<8 {
            world.clock.advance(seconds: 30)
            var request = agent.request()
            request.report.backlog.segments = 3
            _ = try await world.service.handle(
                frame: try RoundFrame.encode(request), agent: world.principal, receivedAt: world.clock.now(),
                holding: [hold])
            #expect(try await Self.look(world, at: world.clock.now()) == 0)
        }
    }

    @Test("what a full quarantine keeps waiting is stuck, and the alert says what to do")
    func aFullQuarantineIsTold() async throws {
        for stream in ["events", "telemetry"] {
            let world = try await RoundWorld()
            try await world.fillQuarantine(leaving: 0)
            var agent = TestAgent()
            var bad = try TestAgent.segment(1)
            bad.payload[bad.payload.count - 1] ^= 1
            if stream == "events" { agent.write(kind: .alert, bytes: [0xFF, 0xFF, 0xFF]) }
            for number in 0..<8 {
                world.clock.advance(seconds: 30)
                var request = stream == "events" ? agent.request() : agent.request(segments: [bad])
                if stream == "events" { request.report.backlog.events = 1 } else { request.report.backlog.segments = 1 }
                let answer = try await world.send(request)
                agent.settle(answer)
                #expect(answer.holds.map(\.limit) == ["quarantine-bytes"])
                let found = try await Self.look(world, at: world.clock.now())
                #expect(found == (number == 7 ? 1 : 0), "\(stream) \(number)")
            }
            let message = try await world.psql("SELECT message FROM alerts WHERE kind = 'SYNC_STALLED'")
            #expect(message.contains("has \(stream) to send"), "\(message)")
            #expect(message.contains("64 MiB wait in the hub's quarantine, which takes 64: replay"), "\(message)")
        }
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
