import HubIngest
import HubStore
import HubTenancy
import Runtime
import SyncWire
import Telemetry
import TestKit
import Testing

@Suite struct CompactionTests {
    /// Every reading of the database, as the view shows it.
    private static let readings = """
        SELECT md5(string_agg(r::text, ',' ORDER BY machine_id, metric, time, value)) FROM energy_readings r
        """

    @Test func mergingKeepsEveryReading() async throws {
        let world = try await RoundWorld()
        var agent = TestAgent()
        // Small segments over midnight, some of them late, as a live agent with a bad link sends them.
        let midnight = Timestamp(seconds: 1_763_712_000 - 1_763_712_000 % 86_400)
        for seq in 1...60 {
            let at = midnight.advanced(seconds: Double((seq * 37) % 60 - 30) * 20)
            try await world.send(
                agent.request(segments: [try TestAgent.segment(UInt64(seq), at: at, count: 10, seed: UInt64(seq))]))
        }
        let before = try await world.psql(Self.readings)
        let chunksBefore = try await world.psql("SELECT count(*) FROM chunks")
        let counts = try await ChunkCompaction(pool: world.pool).run(now: midnight.advanced(seconds: 86_400))
        #expect(counts.merged == 180)
        #expect(counts.written == 6)
        #expect(chunksBefore == "180")
        #expect(try await world.psql("SELECT count(*) FROM chunks") == "6")
        #expect(try await world.psql(Self.readings) == before)
        // Nothing is left to do, and doing it again changes nothing.
        #expect(try await ChunkCompaction(pool: world.pool).run(now: midnight.advanced(seconds: 86_400)).merged == 0)
        #expect(try await world.psql("SELECT count(*) FROM energy_readings") == "1200")
    }

    @Test func aRoundMeanwhileLosesNothing() async throws {
        let world = try await RoundWorld(connections: 4)
        let later = TestAgent.start.advanced(seconds: 86_400)
        let compacting = Task {
            var runs = 0
            while !Task.isCancelled {
                _ = try await ChunkCompaction(pool: world.pool).run(now: later)
                runs += 1
            }
            return runs
        }
        var agent = TestAgent()
        for seq in 1...40 {
            let at = TestAgent.start.advanced(seconds: Double(seq) * 20)
            try await world.send(agent.request(segments: [try TestAgent.segment(UInt64(seq), at: at, count: 10)]))
        }
        compacting.cancel()
        _ = try? await compacting.value
        #expect(try await world.psql("SELECT count(*) FROM energy_readings") == "800")
        #expect(try await world.psql("SELECT sum(n) FROM chunks") == "1200")
    }

    @Test func impossibleTimesOfOldRowsAreLeftAsTheyAre() async throws {
        let world = try await RoundWorld()
        var agent = TestAgent()
        for seq in 1...20 {
            let at = TestAgent.start.advanced(seconds: Double(seq) * 20)
            try await world.send(agent.request(segments: [try TestAgent.segment(UInt64(seq), at: at, count: 10)]))
        }
        // As a hub before times were checked took them, in more series than one run looks at.
        let columns = "tenant_id, series, t1, step, v0, n, tick, scale, d1, d2, d4, d8, v1, v2, v4, v8, vf, q"
        for time in [Int64.min, Int64.min + 90_000_000_000, -9_000_000_000_000_000_000] {
            _ = try await world.psql(
                """
                INSERT INTO chunks (t0, \(columns)) SELECT \(time) + g, \(columns)
                FROM (SELECT * FROM chunks WHERE t0 > 0 LIMIT 1) AS one, generate_series(0, 39) AS g
                """)
        }
        let counts = try await ChunkCompaction(pool: world.pool, logger: RoundWorld.quiet)
            .run(now: TestAgent.start.advanced(seconds: 86_400), most: 3)
        #expect(counts.impossible == 3)
        #expect(counts.merged == 60 && counts.written == 3, "none of them takes the turn of another")
        #expect(try await world.psql("SELECT count(*) FROM chunks WHERE t0 < 0") == "120")
    }

    @Test func aPlanMayKeepForAnyNumberOfDays() async throws {
        let world = try await RoundWorld()
        _ = try await world.psql(
            """
            INSERT INTO subscription_plans (id, name, ml_slots, storage_limits, workflows, dashboards,
                requests_per_window, retention)
            VALUES ('P', 'P', 1, '{}', 1, 1, 1,
                '{"raw": 2147483647, "1m": 2147483647, "1h": 2147483647, "1d": 2147483647}');
            INSERT INTO tenant_subscriptions (tenant_id, plan_id) SELECT tenant_id, 'P' FROM tenants
            """)
        var agent = TestAgent()
        try await world.send(agent.request(segments: [try TestAgent.segment(1)]))
        let dropped = try await TelemetryRetention(world.pool, partitions: ChunkPartitions(world.pool))
            .run(now: TestAgent.start)
        #expect(dropped.days == 0 && dropped.chunks == 0 && dropped.rollups == 0)
    }

    @Test func retentionDropsWhatThePlanDoesNotKeep() async throws {
        let world = try await RoundWorld()
        let now = TestAgent.start
        _ = try await world.psql(
            """
            INSERT INTO subscription_plans (id, name, ml_slots, storage_limits, workflows, dashboards,
                requests_per_window, retention)
            VALUES ('P', 'P', 1, '{}', 1, 1, 1, '{"raw": 10, "1m": 20, "1h": 30, "1d": 40}');
            INSERT INTO tenant_subscriptions (tenant_id, plan_id) SELECT tenant_id, 'P' FROM tenants
            """)
        var agent = TestAgent()
        for (seq, days) in [1.0, 15, 25, 35, 45].enumerated() {
            let at = now.advanced(seconds: -days * 86_400)
            try await world.send(agent.request(segments: [try TestAgent.segment(UInt64(seq + 1), at: at, count: 10)]))
        }
        let partitions = ChunkPartitions(world.pool)
        let dropped = try await TelemetryRetention(world.pool, partitions: partitions).run(now: now)
        #expect(dropped.days == 4)
        #expect(try await world.psql("SELECT count(*) FROM energy_readings") == "20")
        #expect(try await world.psql("SELECT sum(count) FROM rollup_1m") == "40")
        #expect(try await world.psql("SELECT sum(count) FROM rollup_1h") == "60")
        #expect(try await world.psql("SELECT sum(count) FROM rollup_1d") == "80")
        // A late segment of a day whose partition is gone is stored all the same.
        let late = try TestAgent.segment(9, at: now.advanced(seconds: -20 * 86_400), count: 10)
        #expect(try await world.send(agent.request(segments: [late])).segments.map(\.kind) == [.stored])
    }

    @Test func timesFarFromNowAreKeptToo() async throws {
        let world = try await RoundWorld()
        var agent = TestAgent()
        let far = try TestAgent.segment(1, at: Timestamp(seconds: 9_000_000_000), count: 10)
        let ancient = try TestAgent.segment(2, at: Timestamp(seconds: -5_000_000_000), count: 10)
        try await world.send(agent.request(segments: [far, ancient]))
        #expect(try await world.psql("SELECT count(*) FROM energy_readings") == "40")
        #expect(try await world.psql("SELECT count(*) FROM chunks_other") == "6")
        // When the day comes, its partition takes over what had come too early.
        let day = Timestamp(seconds: 9_000_000_000)
        try await ChunkPartitions(world.pool).makeAhead(now: day)
        #expect(try await world.psql("SELECT count(*) FROM chunks_other") == "3")
        #expect(try await world.psql("SELECT count(*) FROM energy_readings") == "40")
    }
}
