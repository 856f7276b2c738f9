import HubIngest
import HubPlant
import HubStore
import HubTenancy
import Runtime
import SyncCore
import SyncWire
import Telemetry
import Testing

/// Records that speak of segments which another branch of the folder sent.
@Suite("Segments of another branch")
struct SegmentOriginTests {
    private static let count = "SELECT coalesce(sum(count), 0) FROM rollup_1h"
    private static let actor = Actor(user: UserID(UniqueID(high: 1, low: 1)), name: "ann", address: "")

    private static func gap(_ seq: UInt64, _ digest: Digest?) -> EventPayload {
        .gap(
            GapManifest(
                machine: TestAgent.key, metric: nil, from: TestAgent.start, to: TestAgent.start.advanced(seconds: 198),
                readings: 200, reason: "DROPPED", thinnedToSeconds: nil,
                segment: SegmentReference(seq: seq, digest: digest), at: TestAgent.start))
    }

    private static func segment(_ seq: UInt64, seed: UInt64 = 3) throws -> SegmentRecord {
        try TestAgent.segment(seq, at: TestAgent.start.advanced(seconds: Double(seq) * 200), seed: seed)
    }

    private static func thinned(_ seq: UInt64, of originals: [SegmentRecord]) throws -> SegmentRecord {
        let contents = try originals.map { try SegmentCodec.decode($0.payload) }
        var record = try TestAgent.record(seq, Thinning.thin(contents, toSeconds: 60).content)
        record.originals = originals.map { SegmentReference(seq: $0.seq, digest: $0.digest) }
        return record
    }

    /// A world in which one branch sent segments 1 and 2 and fell silent, and another one that carries on.
    private static func branches() async throws -> (RoundWorld, old: TestAgent, new: TestAgent) {
        let world = try await RoundWorld()
        var old = TestAgent()
        old.settle(try await world.send(old.request(segments: [try segment(1), try segment(2)])))
        world.clock.advance(seconds: 3_600)
        return (world, old, TestAgent(seed: 10))
    }

    private static func packed(_ seq: UInt64, of originals: [SegmentRecord]) throws -> SegmentRecord {
        var record = try TestAgent.record(seq, Thinning.pack(try originals.map { try SegmentCodec.decode($0.payload) }))
        record.originals = originals.map { SegmentReference(seq: $0.seq, digest: $0.digest) }
        return record
    }

    @Test func whatStandsForASegmentOfTheOtherBranchBringsOnlyWhatIsNew() async throws {
        var (world, _, new) = try await Self.branches()
        #expect(try await world.psql(Self.count) == "400")
        let packed = try await world.send(
            new.request(segments: [try Self.packed(9, of: [Self.segment(1), Self.segment(3)])]))
        #expect(packed.segments == [SegmentOutcome(seq: 9, kind: .stored)])
        #expect(try await world.psql(Self.count) == "600")
        #expect(try await world.psql("SELECT readings FROM sync_segments WHERE seq = 9 AND stored") == "200")
        // Aggregates of minutes of which readings are here would count them again.
        let thinned = try await world.send(
            new.request(segments: [try Self.thinned(10, of: [Self.segment(2), Self.segment(5)])]))
        #expect(thinned.segments == [SegmentOutcome(seq: 10, kind: .stored)])
        #expect(try await world.psql(Self.count) == "800")
    }

    @Test func whatTheOtherBranchPackedIsKnownByItsParts() async throws {
        let world = try await RoundWorld()
        var old = TestAgent()
        old.settle(
            try await world.send(old.request(segments: [try Self.packed(5, of: [Self.segment(1), Self.segment(2)])])))
        #expect(try await world.psql(Self.count) == "400")
        world.clock.advance(seconds: 3_600)
        var new = TestAgent(seed: 10)
        // A gap that names one of the parts is no gap.
        new.write([Self.gap(2, try Self.segment(2).digest), Self.gap(3, try Self.segment(3).digest)])
        let answer = try await world.send(
            new.request(segments: [try Self.segment(1), try Self.packed(6, of: [Self.segment(2), Self.segment(4)])]))
        #expect(answer.segments.map(\.kind) == [.duplicate, .stored])
        #expect(try await world.psql(Self.count) == "600")
        #expect(try await world.psql("SELECT string_agg(segment::text, ',') FROM telemetry_gaps") == "3")
        #expect(try await world.psql("SELECT count(*) FROM sync_quarantine") == "0")
        // The same folder again: its parts are duplicates as well.
        let again = try await world.send(new.request(segments: [try Self.segment(4)]))
        #expect(again.segments.map(\.kind) == [.duplicate])
    }

    @Test func itsOwnSegmentUnderANumberOfTheOtherBranchIsNew() async throws {
        var (world, _, new) = try await Self.branches()
        let own = try await world.send(new.request(segments: [try Self.thinned(9, of: [Self.segment(2, seed: 8)])]))
        #expect(own.segments.map(\.kind) == [.stored])
        #expect(try await world.psql(Self.count) == "600")
    }

    @Test func aSegmentThatTheOtherBranchReplacedIsNotTakenAgain() async throws {
        let world = try await RoundWorld()
        var old = TestAgent()
        try await world.send(old.request(segments: [try Self.thinned(5, of: [Self.segment(1), Self.segment(2)])]))
        world.clock.advance(seconds: 3_600)
        var new = TestAgent(seed: 10)
        let answer = try await world.send(
            new.request(segments: [
                try Self.segment(1), try Self.segment(2, seed: 8), try Self.thinned(6, of: [Self.segment(2)]),
            ]))
        #expect(answer.segments.map(\.kind) == [.collision, .stored, .quarantined])
        #expect(try await world.psql(Self.count) == "600")
        #expect(try await world.psql("SELECT count(*) FROM sync_quarantine") == "2")
        // A person replays them: still nothing is counted twice.
        let records = try await PlantStore(world.pool).quarantined(
            QuarantineFilter(), limit: 9, offset: 0, world.principal.scope)
        for id in records.items.map(\.id) {
            await #expect(throws: ReplayRefusal.self) {
                try await world.service.replay(id, by: Self.actor, at: world.clock.now(), world.principal.scope)
            }
        }
        #expect(try await world.psql(Self.count) == "600")
    }

    @Test func aGapIsVoidWhereTheOtherBranchSentItsSegment() async throws {
        var (world, old, new) = try await Self.branches()
        let other = try Self.segment(2, seed: 8)
        new.write([
            Self.gap(1, try Self.segment(1).digest), Self.gap(2, other.digest), Self.gap(2, nil),
            Self.gap(3, try Self.segment(3).digest), Self.gap(4, try Self.segment(4).digest),
        ])
        new.settle(try await world.send(new.request()))
        let gaps = "SELECT string_agg(segment::text, ',' ORDER BY segment) FROM telemetry_gaps"
        #expect(try await world.psql(gaps) == "2,2,3,4")
        // What the new branch does not have any more arrives from the old one, which a person adopted.
        world.clock.advance(seconds: 3_600)
        try await world.send(old.request(segments: [try Self.segment(3), try Self.segment(4, seed: 8)]))
        _ = try await world.service.decide(
            .adopt, agent: world.principal, incarnation: old.incarnation, by: Self.actor, at: world.clock.now())
        #expect(try await world.psql(gaps) == "2,2,4")
        #expect(try await world.psql(Self.count) == "800")
    }

    @Test func aCopyThatIsApartIsComparedWithItselfAndWithTheOther() async throws {
        let world = try await RoundWorld()
        var old = TestAgent()
        try await world.send(old.request(segments: [try Self.segment(1), try Self.segment(2)]))
        // The other one was heard a moment ago: the newcomer is apart.
        var new = TestAgent(seed: 10)
        let first = try await world.send(new.request(segments: [try Self.segment(3)]))
        #expect(first.verdict?.kind == .wait)
        let answer = try await world.send(
            new.request(segments: [
                try Self.thinned(9, of: [Self.segment(3)]), try Self.thinned(10, of: [Self.segment(1)]),
                try Self.thinned(11, of: [Self.segment(4)]),
            ]))
        #expect(answer.segments.map(\.kind) == [.stored, .stored, .stored])
        // A copy of the copy shows itself by what it sealed.
        let copy = try await world.send(new.request(segments: [try Self.segment(3, seed: 8)]))
        #expect(copy.verdict?.kind == .relabel && copy.verdict?.code == "SEGMENT_COLLISION")
        #expect(copy.segments.isEmpty)
        _ = try await world.service.decide(
            .adopt, agent: world.principal, incarnation: new.incarnation, by: Self.actor, at: world.clock.now())
        // Two segments of the other, segment 3, and what stands for segment 4.
        #expect(try await world.psql(Self.count) == "800")
        #expect(try await world.psql("SELECT count(*) FROM sync_quarantine") == "0")
    }
}
