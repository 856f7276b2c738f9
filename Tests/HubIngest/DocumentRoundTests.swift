import HubIngest
import HubStore
import HubTenancy
import Runtime
import SyncCore
import SyncWire
import Telemetry
import Testing

@Suite struct DocumentRoundTests {
    private static let limit = "limit.temperature.temperature.critical.above"

    /// A world whose machine the hub knows, with an edge that is up to date.
    private static func world() async throws -> (RoundWorld, TestEdge) {
        let world = try await RoundWorld()
        var edge = TestEdge()
        edge.write("name", .text("Press one"))
        try await world.exchange(&edge)
        return (world, edge)
    }

    @Test func aPatchOfTheEdgeIsTakenInOnce() async throws {
        let (world, first) = try await Self.world()
        var edge = first
        edge.write("status", .text("MAINTENANCE"))
        edge.write(Self.limit, .number(80))
        let request = edge.request()
        let answer = try await world.send(request)
        #expect(answer.documents?.seq == 3)
        #expect(try await world.document() == edge.document())
        let before = try await world.psql("SELECT revision FROM documents")
        let again = try await world.send(request)
        #expect(again.documents == answer.documents)
        #expect(try await world.psql("SELECT revision FROM documents") == before)
        #expect(try await world.psql("SELECT status || ' ' || name FROM machines") == "MAINTENANCE Press one")
        #expect(try await world.psql("SELECT limits->0->>'threshold' FROM machines") == "80")
        #expect(try await world.psql("SELECT count(*) FROM document_history WHERE event = 'written'") == "3")
    }

    @Test func concurrentEditsMakeOneConflictThatBothSidesNameAlike() async throws {
        let (world, first) = try await Self.world()
        var edge = first
        edge.write(Self.limit, .number(80))
        try await world.edit(Self.limit, .number(75))
        let answer = try await world.exchange(&edge)
        #expect(answer.downlink?.records.count == 1)
        let conflicts = edge.document().conflicts(by: .standard)
        #expect(conflicts.count == 1)
        #expect(try await world.document() == edge.document())
        let rows = try await world.psql("SELECT id || ' ' || state || ' ' || rule || ' ' || in_force FROM conflicts")
        #expect(rows == "\(try #require(conflicts.first).id) open stricter-holds 75")
        #expect(try await world.psql("SELECT conflicted FROM machines") == "t")
        // The same again, and a further round, make no other.
        try await world.exchange(&edge)
        #expect(try await world.psql("SELECT count(*) FROM conflicts") == "1")
    }

    @Test func editsInSequenceMakeNone() async throws {
        let (world, first) = try await Self.world()
        var edge = first
        edge.write(Self.limit, .number(80))
        try await world.exchange(&edge)
        try await world.edit(Self.limit, .number(75))
        try await world.exchange(&edge)
        edge.write(Self.limit, .number(78), seconds: 30)
        try await world.exchange(&edge)
        #expect(try await world.document() == edge.document())
        #expect(try await world.psql("SELECT count(*) FROM conflicts") == "0")
        #expect(try await world.psql("SELECT limits->0->>'threshold' FROM machines") == "78")
    }

    @Test func aPoisonPatchIsKeptApartAndTheNextGoesOn() async throws {
        let (world, first) = try await Self.world()
        var edge = first
        edge.write(kind: .documentPatch, bytes: [1, 2, 3])
        edge.write("approval", .text("APPROVED"))
        var forged = Document(key: TestEdge.machine)
        let other = ReplicaID.edge(IncarnationID(UniqueID(high: 7, low: 7)))
        forged.write(
            FieldEdit(path: FieldPath(known: "notes"), value: .text("x"), actor: "x", authority: .admin),
            at: HybridTime(at: TestAgent.start), by: other, base: nil)
        edge.write(kind: .documentPatch, bytes: forged.whole().encode())
        edge.write("notes", .text("good"))
        let answer = try await world.exchange(&edge)
        #expect(answer.documents?.seq == 5)
        #expect(answer.quarantinedDocuments == [2, 3, 4])
        let codes = try await world.psql("SELECT string_agg(code, ' ' ORDER BY seq) FROM sync_quarantine")
        #expect(codes == "EVENT_NOT_A_MESSAGE PATCH_FIELD_NOT_ALLOWED PATCH_WRITER_FORGED")
        #expect(try await world.document().value(of: FieldPath(known: "notes"), by: .standard) == .text("good"))
        #expect(try await world.psql("SELECT approval FROM machines") == "PENDING")
    }

    @Test func aGapAndAnotherChainAreRefusedAndEventsGoOn() async throws {
        let (world, first) = try await Self.world()
        var edge = first
        edge.write("notes", .text("a"))
        edge.write("notes", .text("b"))
        var gap = edge.request(from: 3)
        #expect(try await world.send(gap).documentRefusal?.code == "EVENT_GAP")
        gap = edge.request()
        gap.documents?.chainBefore = Digest(of: [1])
        edge.agent.write([.alert(TestAgent.alert(1))])
        gap.events = edge.agent.request().events
        gap.hello.newestEvent = 1
        let answer = try await world.send(gap)
        #expect(answer.documentRefusal?.code == "CHAIN_BROKEN")
        #expect(answer.documents?.seq == 1)
        #expect(answer.events.seq == 1)
    }

    @Test func anAnswerThatWasLostIsAnsweredAgainAndAnOldAgentGetsNone() async throws {
        let (world, first) = try await Self.world()
        var edge = first
        try await world.edit("description", .text("hydraulic"))
        let lost = try await world.send(edge.request())
        let again = try await world.send(edge.request())
        #expect(lost.downlink?.records.count == 1)
        #expect(again.downlink == lost.downlink)
        try edge.settle(again)
        #expect(try await world.document() == edge.document())
        try await world.edit("description", .text("mechanical"), seconds: 30)
        var old = edge.request()
        old.hello.downlink = nil
        old.hello.documentsAcknowledged = nil
        let none = try await world.send(old)
        #expect(none.downlink == nil)
        #expect(none.documents == nil)
        let next = try await world.exchange(&edge)
        #expect(next.downlink?.records.map(\.seq) == [edge.downlink.seq])
        #expect(try await world.document() == edge.document())
        try await world.exchange(&edge)
        #expect(try await world.psql("SELECT count(*) FROM sync_downlink") == "0")
    }

    @Test func aNewIncarnationGetsWholeDocuments() async throws {
        let (world, first) = try await Self.world()
        var edge = first
        try await world.edit("description", .text("hydraulic"))
        try await world.exchange(&edge)
        // The old folder is silent for long enough to give way to a new one.
        world.clock.advance(seconds: 120)
        var fresh = TestEdge(seed: 77)
        let answer = try await world.exchange(&fresh)
        #expect(answer.downlink?.records.count == 1)
        #expect(fresh.document() == edge.document())
    }

    @Test func aLatchOutlivesAWriteThatHadNotSeenIt() async throws {
        let (world, first) = try await Self.world()
        var edge = first
        edge.write("latch.lockout", .flag(true))
        try await world.edit("status", .text("ONLINE"))
        try await world.exchange(&edge)
        #expect(try await world.psql("SELECT status || ' ' || latches::text FROM machines") == "OFFLINE {lockout}")
        await #expect(throws: EditRefusal.self) { try await world.edit("latch.lockout", .flag(false)) }
        let latch = try #require(try await world.document().latches.first)
        try await world.edit("latch.lockout", .flag(false), names: [latch.dot])
        #expect(try await world.psql("SELECT status || ' ' || latches::text FROM machines") == "ONLINE {}")
        try await world.exchange(&edge)
        #expect(edge.document().latches.isEmpty)
    }

    @Test func aResolutionOfTheEdgeAndOneOfTheHubEndConflicts() async throws {
        let (world, first) = try await Self.world()
        var edge = first
        for path in ["notes", Self.limit] {
            let values: [FieldValue] = path == "notes" ? [.text("a"), .text("b")] : [.number(80), .number(75)]
            edge.write(path, values[0])
            try await world.edit(path, values[1])
        }
        try await world.exchange(&edge)
        #expect(try await world.psql("SELECT count(*) FROM conflicts WHERE state = 'open'") == "2")
        edge.write("notes", .text("both"), seconds: 40)
        try await world.edit(Self.limit, .number(77), seconds: 40)
        try await world.exchange(&edge)
        let states = "SELECT string_agg(state, ' ' ORDER BY path DESC) FROM conflicts"
        #expect(try await world.psql(states) == "closed resolved")
        try await world.exchange(&edge)
        #expect(try await world.psql(states) == "closed closed")
        #expect(try await world.document() == edge.document())
        #expect(try await world.psql("SELECT conflicted FROM machines") == "f")
    }

    @Test func anotherTenantAndAnotherAgentSeeAndChangeNothing() async throws {
        let (world, first) = try await Self.world()
        var edge = first
        edge.write(Self.limit, .number(80))
        try await world.edit(Self.limit, .number(75))
        try await world.exchange(&edge)
        let foreign = try await RoundWorld.makeAgent(world.pool, seed: 5)
        var stranger = TestEdge(seed: 5)
        stranger.write("name", .text("Mine"))
        let answer = try await world.send(stranger.request(), as: foreign)
        #expect(answer.quarantinedDocuments.isEmpty)
        #expect(answer.downlink == nil)
        #expect(try await world.psql("SELECT count(*) FROM documents") == "2")
        let counts = try await world.pool.withTransaction(scope: foreign.scope) { connection in
            try ["documents", "document_history", "conflicts", "conflict_events", "sync_downlink"].map { table in
                try connection.query("SELECT count(*) FROM \(table)").first?.value(0, as: Int.self) ?? 0
            }
        }
        #expect(counts == [1, 1, 0, 0, 0])
    }

    @Test func alertsAreAcknowledgedAndResolvedByDocuments() async throws {
        let (world, first) = try await Self.world()
        var edge = first
        edge.agent.write([.alert(TestAgent.alert(1)), .alert(TestAgent.alert(2, revision: 3))])
        try await world.send(edge.agent.request())
        edge.agent.cursor = EventCursor(
            seq: 2,
            chain: edge.agent.records.reduce(EventChain.start(of: edge.agent.incarnation)) {
                EventChain.next(previous: $0, record: $1)
            })
        let key = DocumentKey.alert(TestAgent.alert(1).id)
        edge.write("acknowledged.anna", .text("seen"), key: key)
        edge.write("resolved", .number(1), key: key)
        let late = DocumentKey.alert(TestAgent.alert(2).id)
        edge.write("resolved", .number(2), key: late)
        try await world.exchange(&edge)
        let row = "SELECT acknowledged_by || ' ' || resolved_by || ' ' || comment FROM alerts WHERE revision = 1"
        #expect(try await world.psql(row) == "anna anna seen")
        // The alert changed after what its resolver saw.
        #expect(try await world.psql("SELECT resolved_at IS NULL FROM alerts WHERE revision = 3") == "t")
    }
}
