import SyncWire
import Telemetry
import Testing

@Suite("References to segments")
struct SegmentReferenceTests {
    private static let some = SegmentReference(seq: 1, digest: Digest(of: [1]))
    private static let none = SegmentReference(seq: 2, digest: nil)

    @Test(arguments: [[], [none], [some], [some, none, some]])
    func digestsTravelInOneField(_ references: [SegmentReference]) throws {
        let packed = SegmentReference.packedDigests(of: references)
        #expect(SegmentReference.unpacked(references.map(\.seq), digests: packed) == references)
        var request = try RoundSamples.requestV2()
        request.segments[0].seq = 9
        request.segments[0].originals = references
        #expect(try RoundFrame.decodeRequest(RoundFrame.encode(request)) == request)
    }

    @Test func digestsOfAnotherNumberAreRefused() {
        #expect(SegmentReference.unpacked([1], digests: [UInt8](repeating: 1, count: 31)) == nil)
        #expect(SegmentReference.unpacked([1], digests: [UInt8](repeating: 1, count: 64)) == nil)
        #expect(SegmentReference.unpacked([], digests: [UInt8](repeating: 1, count: 32)) == nil)
    }

    @Test(arguments: [nil, none, some]) func aGapNamesItsSegment(_ reference: SegmentReference?) throws {
        let gap = GapManifest(
            machine: nil, metric: nil, from: Timestamp(seconds: 1), to: Timestamp(seconds: 2), readings: 3,
            reason: "DROPPED", thinnedToSeconds: nil, segment: reference, at: Timestamp(seconds: 3))
        let payload = EventPayload.gap(gap)
        #expect(try EventPayload.decode(kind: .gap, payload: payload.encode()) == payload)
    }
}
