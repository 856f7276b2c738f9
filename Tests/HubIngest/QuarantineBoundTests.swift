import HubIngest
import HubStore
import Runtime
import SyncCore
import SyncWire
import Telemetry
import Testing

/// A quarantine that is full takes nothing more and loses nothing: what it does not take stays with its agent.
@Suite struct QuarantineBoundTests {
    private static func empty(_ world: RoundWorld) async throws {
        _ = try await world.psql("DELETE FROM sync_quarantine WHERE code = 'FILLER'")
    }

    @Test func eventsEndBeforeTheOneThatIsNotTaken() async throws {
        let world = try await RoundWorld()
        try await world.fillQuarantine(leaving: 3)
        var agent = TestAgent()
        agent.write([.alert(TestAgent.alert(1))])
        agent.write(kind: .alert, bytes: [0xFF, 0xFF, 0xFF])
        agent.write([.alert(TestAgent.alert(2))])
        agent.write(kind: .alert, bytes: [0xFF, 0xFF, 0xFF])
        agent.write([.alert(TestAgent.alert(3))])
        // The first of them just fits.
        let request = agent.request()
        let frame = try RoundFrame.encode(request)
        let result = try await world.service.handle(
            frame: frame, agent: world.principal, receivedAt: world.clock.now())
        #expect(result.counts.quarantineHeld == 1 && result.counts.eventsQuarantined == 1)
        let answer = try RoundFrame.decodeAnswer(result.answer)
        #expect(answer.events.seq == 3 && answer.eventRefusal == nil)
        #expect(answer.holds.map(\.stream) == [.events] && answer.holds.first?.limit == "quarantine-bytes")
        #expect(try await world.psql("SELECT count(*) FROM alerts") == "2")
        agent.settle(answer)
        for _ in 0..<2 {
            let again = try await world.send(agent.request())
            #expect(again.events.seq == 3 && again.holds.count == 1)
            agent.settle(again)
        }
        #expect(try await world.psql("SELECT count(*) FROM sync_quarantine") == "2")
        try await Self.empty(world)
        let last = try await world.send(agent.request())
        #expect(last.events.seq == 5 && last.holds.isEmpty && last.quarantinedEvents == [4])
        #expect(try await world.psql("SELECT count(*) FROM alerts") == "3")
    }

    @Test func aSegmentThatIsNotTakenStaysWithItsAgent() async throws {
        let world = try await RoundWorld()
        var agent = TestAgent()
        var bad = try TestAgent.segment(2)
        bad.payload[bad.payload.count - 1] ^= 1
        try await world.fillQuarantine(leaving: bad.payload.count - 1)
        let third = try TestAgent.segment(3, at: TestAgent.start.advanced(seconds: 1_000))
        let request = agent.request(segments: [try TestAgent.segment(1), bad, third])
        let answer = try await world.send(request)
        #expect(answer.segments.map(\.kind) == [.stored, .deferred, .stored])
        #expect(answer.holds.map(\.stream) == [.telemetry] && answer.holds.first?.limit == "quarantine-bytes")
        #expect(try await world.psql("SELECT string_agg(seq::text, ',' ORDER BY seq) FROM sync_segments") == "1,3")
        #expect(try await world.psql("SELECT count(*) FROM sync_quarantine") == "1")
        try await Self.empty(world)
        #expect(try await world.send(request).segments.map(\.kind) == [.duplicate, .quarantined, .duplicate])
        #expect(try await world.psql("SELECT seq FROM sync_segments WHERE NOT stored") == "2")
    }

    @Test func documentsEndBeforeTheOneThatIsNotTakenAndTheRestGoesOn() async throws {
        let world = try await RoundWorld()
        var edge = TestEdge()
        edge.agent.write([.alert(TestAgent.alert(1))])
        edge.write("notes", .text("seen"))
        edge.write(kind: .documentPatch, bytes: [0xFF, 0xFF, 0xFF])
        edge.write("notes", .text("seen again"), seconds: 20)
        try await world.fillQuarantine(leaving: 2)
        let answer = try await world.exchange(&edge)
        #expect(answer.documents?.seq == 1 && answer.documentRefusal == nil)
        #expect(answer.events.seq == 1, "the other streams go on")
        #expect(answer.holds.map(\.stream) == [.documents])
        try await Self.empty(world)
        #expect(try await world.exchange(&edge).documents?.seq == 3)
    }

    @Test func whatWasReplayedOrIsOfAnotherAgentTakesNoRoom() async throws {
        let world = try await RoundWorld()
        try await world.fillQuarantine(leaving: 0)
        let other = try await RoundWorld.makeAgent(world.pool, seed: 2)
        var stranger = TestAgent(seed: 5)
        stranger.write(kind: .alert, bytes: [0xFF, 0xFF, 0xFF])
        #expect(try await world.send(stranger.request(), as: other).quarantinedEvents == [1])
        _ = try await world.psql("UPDATE sync_quarantine SET replayed_at = now() WHERE code = 'FILLER'")
        var agent = TestAgent()
        agent.write(kind: .alert, bytes: [0xFF, 0xFF, 0xFF])
        #expect(try await world.send(agent.request()).quarantinedEvents == [1])
    }
}
