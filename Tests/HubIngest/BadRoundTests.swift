import HubIngest
import HubStore
import HubTenancy
import Runtime
import SyncCore
import SyncWire
import Telemetry
import TestKit
import Testing

/// Bad rounds on the real service and database: each is refused with its own code, and the tables stay as they were.
@Suite struct BadRoundTests {
    /// Everything that the database holds, each table by a digest of its rows.
    private static func contents(_ world: RoundWorld) async throws -> String {
        let tables = try await world.psql(
            """
            SELECT string_agg(format('SELECT %L || coalesce(md5(string_agg(t::text, chr(10) ORDER BY t::text)), '''')
            FROM %I t', relname || ' ', relname), ' UNION ALL ' ORDER BY relname)
            FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace AND NOT relispartition
            """)
        return try await world.psql(tables + " ORDER BY 1")
    }

    /// A world in which an agent has already sent something, and that agent.
    private static func started() async throws -> (RoundWorld, TestAgent) {
        let world = try await RoundWorld()
        var agent = TestAgent()
        agent.write([.alert(TestAgent.alert(1)), .alert(TestAgent.alert(2))])
        agent.settle(try await world.send(agent.request(segments: [try TestAgent.segment(1)])))
        agent.write([.alert(TestAgent.alert(3))])
        return (world, agent)
    }

    /// The code with which a frame is refused; nothing when it is taken.
    private static func refusal(
        of frame: [UInt8], _ world: RoundWorld, as agent: AgentPrincipal? = nil
    ) async throws -> String? {
        do {
            _ = try await world.service.handle(
                frame: frame, agent: agent ?? world.principal, receivedAt: world.clock.now())
            return nil
        } catch let error as any CodedError {
            return error.code
        }
    }

    private static func changed(_ frame: [UInt8], _ place: Int, to byte: UInt8) -> [UInt8] {
        var copy = frame
        copy[place] = byte
        return copy
    }

    /// A body in the envelope of a request.
    private static func wrapped(_ body: [UInt8]) -> [UInt8] {
        var frame = Array("MWSY".utf8) + [RoundFrame.version, 0, 1, 0]
        frame += (0..<4).map { UInt8(truncatingIfNeeded: body.count >> (8 * $0)) }
        Zstandard.compress(body, onto: &frame)
        return frame
    }

    @Test func whatIsNoRoundIsRefusedWithItsOwnCodeAndChangesNothing() async throws {
        var (world, agent) = try await Self.started()
        let frame = try RoundFrame.encode(agent.request(segments: [try TestAgent.segment(2)]))
        var old = agent.request()
        old.hello.protocolVersion = 0
        let before = try await Self.contents(world)
        let answer = try RoundFrame.encode(
            RoundAnswer(
                round: 1, incarnation: agent.incarnation, events: agent.cursor,
                clock: ClockStamps(agentSent: TestAgent.start)))
        let cases: [(what: String, frame: [UInt8], code: String)] = [
            ("empty", [], "FRAME_TRUNCATED"), ("half", Array(frame.prefix(frame.count / 2)), "FRAME_TRUNCATED"),
            ("a page", Array("<html>proxy</html>".utf8), "FRAME_BAD_MAGIC"),
            (
                "a version ahead", Self.changed(frame, 4, to: RoundFrame.versions.upperBound + 1),
                "FRAME_VERSION_UNSUPPORTED"
            ),
            ("a version behind", Self.changed(frame, 4, to: 0), "FRAME_VERSION_UNSUPPORTED"),
            ("flags ahead", Self.changed(frame, 5, to: 1), "FRAME_FLAGS_UNKNOWN"),
            ("an answer", answer, "FRAME_WRONG_KIND"),
            ("something behind it", frame + [1, 2, 3], "FRAME_LENGTH_MISMATCH"),
            ("oversized", frame + [UInt8](repeating: 0, count: 9 << 20), "FRAME_TOO_LARGE"),
            ("a bomb", Self.wrapped([UInt8](repeating: 0, count: 65 << 20)), "FRAME_EXPANDS_TOO_MUCH"),
            ("messages of no version", try RoundFrame.encode(old), "FRAME_PROTOCOL_UNSUPPORTED"),
            ("no message", Self.wrapped([0xFF, 0xFF, 0xFF]), "FRAME_NOT_A_MESSAGE"),
        ]
        for (what, bytes, code) in cases {
            #expect(try await Self.refusal(of: bytes, world) == code, "\(what)")
        }
        #expect(try await Self.contents(world) == before)
    }

    @Test func noFlippedBitIsTaken() async throws {
        var (world, agent) = try await Self.started()
        let request = agent.request(segments: [try TestAgent.segment(2)])
        let frame = try RoundFrame.encode(request)
        let before = try await Self.contents(world)
        let seed = UInt64.random(in: 0...UInt64.max)
        var random = SeededRandom(seed: seed)
        for _ in 0..<300 {
            let place = Int(random.next() % UInt64(frame.count))
            let forged = Self.changed(frame, place, to: frame[place] ^ (1 << UInt8(random.next() % 8)))
            // One bit of zstd's header means nothing; with it changed it is still the same round.
            if (try? RoundFrame.decodeRequest(forged, limits: .standard)) == request { continue }
            let code = try await Self.refusal(of: forged, world)
            #expect(code?.hasPrefix("FRAME_") == true, "byte \(place), seed \(seed): \(code ?? "taken")")
        }
        #expect(try await Self.contents(world) == before)
    }

    @Test func whatIsForgedInsideIsRefusedInTheAnswer() async throws {
        var (world, agent) = try await Self.started()
        var forged = agent.request()
        forged.events?.records[0].payload[5] ^= 1
        let before = try await Self.cursorAndEvents(world)
        let answer = try await world.send(forged)
        #expect(answer.eventRefusal?.code == "CHAIN_BROKEN" || answer.verdict?.code == "CHAIN_BROKEN", "\(answer)")
        #expect(try await Self.cursorAndEvents(world) == before)
    }

    @Test func aSegmentThatIsNotItsDigestIsKeptApart() async throws {
        var (world, agent) = try await Self.started()
        var segment = try TestAgent.segment(2)
        segment.payload[segment.payload.count - 1] ^= 1
        let before = try await world.psql("SELECT count(*), sum(n) FROM chunks")
        let answer = try await world.send(agent.request(eventsFrom: 4, segments: [segment]))
        #expect(answer.segments.first?.code == "SEGMENT_DIGEST_MISMATCH", "\(answer.segments)")
        #expect(try await world.psql("SELECT count(*), sum(n) FROM chunks") == before)
        #expect(try await world.psql("SELECT code FROM sync_quarantine") == "SEGMENT_DIGEST_MISMATCH")
    }

    @Test func aReplayedAndAReorderedRoundChangeNothing() async throws {
        var (world, agent) = try await Self.started()
        let third = agent.request(segments: [try TestAgent.segment(2)])
        agent.write([.alert(TestAgent.alert(4))])
        let fourth = agent.request(eventsFrom: 4)
        let early = try await Self.cursorAndEvents(world)
        #expect(try await world.send(fourth).eventRefusal?.code == "EVENT_GAP")
        #expect(try await Self.cursorAndEvents(world) == early)
        try await world.send(third)
        let taken = try await Self.cursorAndEvents(world)
        for _ in 0..<3 { try await world.send(third) }
        #expect(try await Self.cursorAndEvents(world) == taken)
    }

    @Test func anotherTenantsAgentTouchesNothingOfThisOne() async throws {
        var (world, agent) = try await Self.started()
        let stranger = try await RoundWorld.makeAgent(world.pool, seed: 77)
        let tenant = world.principal.scope.tenant
        let rows = { (table: String) in
            try await world.psql(
                "SELECT md5(string_agg(t::text, '' ORDER BY t::text)) FROM \(table) t WHERE tenant_id = '\(tenant)'")
        }
        let tables = [
            "machines", "alerts", "alert_events", "sync_cursors", "sync_segments", "chunks", "series", "agents",
        ]
        var before: [String] = []
        for table in tables { before.append(try await rows(table)) }
        let request = agent.request(eventsFrom: 1, segments: [try TestAgent.segment(1), try TestAgent.segment(2)])
        // Whose incarnation it is nobody may learn: it is taken as the stranger's own, in the stranger's tenant.
        let refusal = try await Self.refusal(of: try RoundFrame.encode(request), world, as: stranger)
        #expect(refusal == nil)
        #expect(
            try await world.psql("SELECT count(*) FROM alerts WHERE tenant_id = '\(stranger.scope.tenant)'") == "3")
        for (table, old) in zip(tables, before) { #expect(try await rows(table) == old, "\(table)") }
    }

    /// What the streams have brought; not when the agent was last seen, which every round may say.
    private static func cursorAndEvents(_ world: RoundWorld) async throws -> String {
        try await world.psql(
            """
            SELECT (SELECT string_agg(stream || ':' || seq, ',' ORDER BY stream) FROM sync_cursors),
                (SELECT count(*) FROM alerts), (SELECT count(*) FROM alert_events), (SELECT sum(n) FROM chunks),
                (SELECT count(*) FROM sync_segments), (SELECT count(*) FROM sync_quarantine)
            """)
    }
}
