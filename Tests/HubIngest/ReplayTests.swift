import HubIngest
import HubPlant
import HubStore
import HubTenancy
import Runtime
import SyncCore
import SyncWire
import Telemetry
import TestKit
import Testing

@Suite("Replay from the quarantine")
struct ReplayTests {
    private let actor = Actor(user: UserID(UniqueID(high: 7, low: 7)), name: "ada@plant.example", address: "::1")

    private func quarantine(_ world: RoundWorld) async throws -> [QuarantinedRecord] {
        try await PlantStore(world.pool).quarantined(
            QuarantineFilter(), limit: 100, offset: 0, world.principal.scope
        ).items
    }

    private func replay(_ id: Int64, _ world: RoundWorld) async throws {
        try await world.service.replay(id, by: actor, at: TestAgent.start, world.principal.scope)
    }

    @Test func aSegmentIsTakenInOnceAndCounts() async throws {
        let world = try await RoundWorld()
        var agent = TestAgent()
        var segment = try TestAgent.segment(1)
        segment.readings = 9  // a mistake of the sender
        let answer = try await world.send(agent.request(segments: [segment]))
        #expect(answer.segments.map(\.kind) == [.quarantined])
        let record = try #require(try await quarantine(world).first)
        #expect(record.stream == "telemetry" && record.seq == 1 && record.code == "SEGMENT_SUMMARY_MISMATCH")
        #expect(
            try await PlantStore(world.pool).quarantined(record.id, world.principal.scope)?.payload == segment.payload)
        try await replay(record.id, world)
        #expect(try await world.psql("SELECT readings, stored FROM sync_segments") == "200|t")
        #expect(try await world.psql("SELECT count(*) FROM energy_readings") == "200")
        #expect(try await quarantine(world).isEmpty)
        await #expect(throws: ReplayRefusal.notWaiting) { try await replay(record.id, world) }
        #expect(try await world.psql("SELECT count(*) FROM energy_readings") == "200")
        let audits = "SELECT count(*) FROM audit_log WHERE action = 'QUARANTINE_REPLAYED'"
        #expect(try await world.psql(audits) == "1")
        // Sent again, it is a duplicate by its own digest.
        #expect(try await world.send(agent.request(segments: [segment])).segments.map(\.kind) == [.duplicate])
    }

    @Test func aPatchIsMergedAfterLaterOnesThatCountItAsKnown() async throws {
        let world = try await RoundWorld()
        var edge = TestEdge()
        edge.write("name", .text("Press one"))
        try await world.exchange(&edge)
        edge.write("notes", .text("loud"))
        edge.write("name", .text("Press two"))
        // As if this hub's version could not read the first of the two.
        var request = edge.request()
        var records = try #require(request.documents?.records)
        let payload = records[0].payload
        records[0].payload = [1, 2, 3]
        request.documents = EventBatch(
            records: records, following: try #require(request.documents?.chainBefore))
        try await world.send(request)
        #expect(try await world.document() != edge.document())
        let record = try #require(try await quarantine(world).first)
        let hex = payload.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
        _ = try await world.psql("UPDATE sync_quarantine SET payload = '\\x\(hex)'")
        try await replay(record.id, world)
        #expect(try await world.document() == edge.document())
    }

    /// Rounds of the agent's other incarnations hold its row, and lock a cursor after it.
    @Test func aReplayWaitsForTheRoundsOfAllIncarnations() async throws {
        let world = try await RoundWorld()
        var agent = TestAgent()
        var segment = try TestAgent.segment(1)
        segment.readings = 9
        try await world.send(agent.request(segments: [segment]))
        let record = try #require(try await quarantine(world).first)
        let (scope, id, incarnation) = (world.principal.scope, world.principal.agent, agent.incarnation)
        let round = Task {
            try await world.pool.withTransaction(scope: scope) { connection in
                let store = RoundStore(connection, scope: scope, agent: id, incarnation: incarnation)
                _ = try store.lockAgent(showing: nil)
                _ = try connection.query("SELECT pg_sleep(3)")
                // What a round does next; a replay that held the cursor and waited for the agent would never let it.
                _ = try store.lockCursor()
            }
        }
        let active =
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        try await waitUntil("the round holds the agent", within: .seconds(20)) {
            try await world.psql("\(active) AND query LIKE '%pg_sleep%' AND state = 'active'") == "1"
        }
        let replaying = Task { try await replay(record.id, world) }
        try await waitUntil("the replay waits for the agent", within: .seconds(2)) {
            try await world.psql("\(active) AND wait_event_type = 'Lock' AND query LIKE '%FROM agents%'") == "1"
        }
        #expect(try await world.psql("SELECT stored FROM sync_segments") == "f")
        try await round.value
        _ = try await replaying.value
        #expect(try await world.psql("SELECT stored FROM sync_segments") == "t")
    }

    @Test func aCollisionStaysApart() async throws {
        let world = try await RoundWorld()
        var agent = TestAgent()
        try await world.send(agent.request(segments: [try TestAgent.segment(1)]))
        // One that knows no verdicts cannot be told that its folder is another one.
        var other = agent.request(segments: [try TestAgent.segment(1, seed: 99)])
        other.hello.protocolVersion = 1
        try await world.send(other)
        let record = try #require(try await quarantine(world).first)
        await #expect(throws: ReplayRefusal.collides("another segment has its number.")) {
            try await replay(record.id, world)
        }
        #expect(try await quarantine(world).count == 1)
        #expect(try await world.psql("SELECT count(*) FROM energy_readings") == "200")
        let isGone = try await PlantStore(world.pool).dropQuarantined(
            record.id, by: actor, at: TestAgent.start, world.principal.scope)
        #expect(isGone)
        #expect(try await world.psql("SELECT count(*) FROM telemetry_gaps") == "0")
    }

    @Test func anEventIsAppliedOnceItCanBeRead() async throws {
        let world = try await RoundWorld()
        var agent = TestAgent()
        agent.write(kind: EventKind(rawValue: 999), bytes: [1, 2, 3])
        let alert = EventPayload.alert(TestAgent.alert(1))
        agent.write(kind: EventKind(rawValue: 998), bytes: alert.encode())
        agent.settle(try await world.send(agent.request()))
        let records = try await quarantine(world)
        #expect(records.map(\.code) == ["EVENT_KIND_UNKNOWN", "EVENT_KIND_UNKNOWN"])
        await #expect(throws: ReplayRefusal.self) { try await replay(records[0].id, world) }
        // As an updated hub would know the kind.
        _ = try await world.psql("UPDATE sync_quarantine SET kind = 1 WHERE kind = 998")
        #expect(try await world.notices("alert") == 0)
        try await replay(records[0].id, world)
        #expect(try await world.notices("alert") == 1)
        #expect(try await world.psql("SELECT count(*) FROM alerts") == "1")
        #expect(try await quarantine(world).map(\.kind) == [999])
    }

    @Test func readingsOfADroppedSegmentAreSaidToBeMissing() async throws {
        let world = try await RoundWorld()
        var agent = TestAgent()
        var segment = try TestAgent.segment(1)
        segment.payload[20] ^= 0xFF
        segment.digest = Digest(of: segment.payload)
        try await world.send(agent.request(segments: [segment]))
        let record = try #require(try await quarantine(world).first)
        await #expect(throws: ReplayRefusal.self) { try await replay(record.id, world) }
        let plant = PlantStore(world.pool)
        let other = try await RoundWorld.makeAgent(world.pool, seed: 2)
        let isForeignGone = try await plant.dropQuarantined(record.id, by: actor, at: TestAgent.start, other.scope)
        #expect(!isForeignGone)
        let isGone = try await plant.dropQuarantined(
            record.id, by: actor, at: TestAgent.start, world.principal.scope)
        #expect(isGone)
        #expect(try await world.psql("SELECT readings, reason FROM telemetry_gaps") == "200|QUARANTINE_DROPPED")
        #expect(try await world.psql("SELECT readings, stored FROM sync_segments") == "0|f")
    }

    @Test("what was replayed is let go of after a while, and what waits never is")
    func retention() async throws {
        let world = try await RoundWorld()
        var agent = TestAgent()
        var segments = [
            try TestAgent.segment(1), try TestAgent.segment(2, at: TestAgent.start.advanced(seconds: 7_200)),
        ]
        for place in segments.indices { segments[place].readings = 9 }
        try await world.send(agent.request(segments: segments))
        let record = try #require(try await quarantine(world).first)
        try await replay(record.id, world)
        let keeping = SyncRetention(world.pool)
        func dropped(after days: Int) async throws -> Int {
            try await keeping.run(now: TestAgent.start.advanced(seconds: Double(days) * 86_400))
        }
        #expect(try await dropped(after: SyncRetention.replayedDays - 1) == 0)
        #expect(try await dropped(after: SyncRetention.replayedDays + 1) == 1)
        #expect(try await dropped(after: 100 * SyncRetention.replayedDays) == 0)
        #expect(try await world.psql("SELECT count(*) FROM sync_quarantine") == "1")
    }

    @Test func hoursAreTold() async throws {
        let world = try await RoundWorld()
        var agent = TestAgent()
        let hour = 3_600.0
        agent.write([
            .gap(
                GapManifest(
                    machine: TestAgent.key, metric: nil, from: TestAgent.start.advanced(seconds: hour),
                    to: TestAgent.start.advanced(seconds: hour + 60), readings: 40, reason: "THINNED",
                    thinnedToSeconds: 60, at: TestAgent.start)),
            .gap(
                GapManifest(
                    machine: nil, metric: nil, from: TestAgent.start.advanced(seconds: 2 * hour),
                    to: TestAgent.start.advanced(seconds: 2 * hour + 60), readings: 40, reason: "DROPPED",
                    thinnedToSeconds: nil, at: TestAgent.start)),
        ])
        var apart = try TestAgent.segment(2, at: TestAgent.start.advanced(seconds: 3 * hour))
        apart.readings = 7
        world.clock.advance(seconds: TestAgent.start.seconds(since: world.clock.now()) + 5 * hour)
        try await world.send(agent.request(segments: [try TestAgent.segment(1), apart]))
        let machine = try #require(MachineID(try await world.psql("SELECT id FROM machines")))
        let keeping = try #require(
            try await ReadingsStore(pool: world.pool).recordKeeping(
                world.principal.scope, machine: machine, from: TestAgent.start,
                to: TestAgent.start.advanced(seconds: 4 * hour)))
        let hours = keeping.hours(
            from: TestAgent.start, to: TestAgent.start.advanced(seconds: 4 * hour), now: world.clock.now())
        // What names no machine may be another one's.
        #expect(hours.map(\.state) == [.complete, .thinned, .unknown, .unknown])
        #expect(hours.map(\.readings) == [200, 0, 0, 0])
        #expect(hours.map { $0.reasons.map(\.reason) } == [[], ["THINNED"], ["DROPPED"], ["QUARANTINED"]])
        let other = try await RoundWorld.makeAgent(world.pool, seed: 2)
        let stranger = try await ReadingsStore(pool: world.pool).recordKeeping(
            other.scope, machine: machine, from: TestAgent.start, to: world.clock.now())
        #expect(stranger == nil)
    }
}
