import Runtime
import SyncCore
import SyncWire
import Telemetry
import Testing

@Suite("Segments of branches of one folder")
struct SegmentPlannerTests {
    private static func digest(_ number: UInt8) -> Digest { Digest(of: [number]) }

    private static func segment(_ seq: UInt64, originals: [SegmentReference] = []) -> InspectedRound.Segment {
        InspectedRound.Segment(
            record: SegmentRecord(
                seq: seq, digest: digest(UInt8(seq)), readings: 0, derived: 0, firstTime: 0, lastTime: 0, payload: [],
                originals: originals),
            content: .success(SegmentContent(blocks: [])))
    }

    /// What becomes of segments, in words.
    private static func steps(
        _ segments: [InspectedRound.Segment], known: [UInt64: Digest] = [:], shared: SharedPast, hold: Hold? = nil
    ) -> [String] {
        SegmentPlanner.steps(segments, known: known, shared: shared, hold: hold).map { planned in
            switch planned.step {
            case .store: planned.isPartlyKnown ? "store what is new" : "store"
            case .duplicate: "duplicate"
            case .collide: "collide"
            case .quarantine(let rejection): rejection.code
            case .hold: "hold"
            }
        }
    }

    @Test func anOriginalIsKnownFromAnotherBranchByItsDigestOnly() {
        let thinned = { (digest: Digest?) in [Self.segment(9, originals: [SegmentReference(seq: 3, digest: digest)])] }
        let stored = SharedPast(segments: [3: [Self.digest(3)]])
        #expect(Self.steps(thinned(Self.digest(3)), shared: stored) == ["store what is new"])
        // The other branch's own segment has the same number.
        #expect(Self.steps(thinned(Self.digest(77)), shared: stored) == ["store"])
        #expect(Self.steps(thinned(nil), shared: stored) == ["store"])
        // The other branch thinned it as well.
        let reference = SegmentReference(seq: 3, digest: Self.digest(3))
        let replaced = SharedPast(replaced: [reference: Self.digest(20)])
        #expect(Self.steps(thinned(Self.digest(3)), shared: replaced) == ["SEGMENT_ORIGINAL_REPLACED"])
        #expect(Self.steps(thinned(Self.digest(77)), shared: replaced) == ["store"])
    }

    @Test func aSegmentThatAnotherBranchReplacedIsACollision() {
        let reference = SegmentReference(seq: 3, digest: Self.digest(3))
        let replaced = SharedPast(replaced: [reference: Self.digest(20)])
        #expect(Self.steps([Self.segment(3), Self.segment(4)], shared: replaced) == ["collide", "store"])
        let other = SharedPast(replaced: [SegmentReference(seq: 3, digest: Self.digest(77)): Self.digest(20)])
        #expect(Self.steps([Self.segment(3)], shared: other) == ["store"])
    }

    @Test func whatIsSharedIsADuplicateAlsoInFrontOfWhatStandsForIt() {
        let shared = SharedPast(segments: [3: [Self.digest(3)]])
        let thinned = { (digest: Digest?) in Self.segment(9, originals: [SegmentReference(seq: 3, digest: digest)]) }
        #expect(
            Self.steps([Self.segment(3), thinned(Self.digest(3))], shared: shared) == [
                "duplicate", "store what is new",
            ])
        // Without a digest nobody knows whether the hub's is the one that is meant.
        #expect(
            Self.steps([Self.segment(3), thinned(nil)], shared: shared) == ["duplicate", "SEGMENT_ORIGINAL_REPLACED"])
        let hold = Hold(stream: nil, until: Timestamp(seconds: 9), milliseconds: 1, limit: "plan", reason: "expired")
        #expect(
            Self.steps([Self.segment(3), Self.segment(4)], shared: shared, hold: hold) == ["duplicate", "hold"])
        #expect(
            Self.steps([Self.segment(3)], known: [3: Self.digest(4)], shared: shared) == ["collide"])
    }

    @Test(
        arguments: [
            (3, digest(3), false, true), (3, digest(3), true, true), (3, digest(77), true, false),
            (3, nil, true, true), (3, nil, false, false), (4, digest(3), true, false),
        ] as [(UInt64, Digest?, Bool, Bool)])
    func aRecordSpeaksOfASegment(seq: UInt64, digest: Digest?, isOfSameIncarnation: Bool, isMeant: Bool) {
        let here = IncarnationID(UniqueID(high: 1, low: 1))
        let other = IncarnationID(UniqueID(high: 1, low: 2))
        let segment = HubSegment(incarnation: here, seq: 3, digest: Self.digest(3))
        let reference = SegmentReference(seq: seq, digest: digest)
        #expect(segment.isMeant(by: reference, of: isOfSameIncarnation ? here : other) == isMeant)
    }
}
