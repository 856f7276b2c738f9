import Runtime
import SyncCore
import Testing

@Suite struct TimeRangesTests {
    @Test(arguments: 0..<200 as Range<UInt64>) func whatWasPutInIsIn(_ seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let put = (0..<40).map { _ -> ClosedRange<Int64> in
            let start = Int64.random(in: -1_000...1_000, using: &random)
            return start...start + Int64.random(in: 0...60, using: &random)
        }
        var ranges = TimeRanges()
        for (count, range) in put.enumerated() {
            ranges.insert(range)
            #expect(put[...count].allSatisfy { each in ranges.ranges.contains { $0.clamped(to: each) == each } })
            #expect(ranges.ranges.count <= TimeRanges.countMax)
            #expect(zip(ranges.ranges, ranges.ranges.dropFirst()).allSatisfy { $0.upperBound < $1.lowerBound })
        }
        #expect(TimeRanges(packed: ranges.packed) == ranges)
        #expect(TimeRanges(put.prefix(3)).union(TimeRanges(put.dropFirst(3).prefix(3))) == TimeRanges(put.prefix(6)))
    }

    @Test func theTwoNearestBecomeOne() {
        let starts: [Int64] = [0, 10, 40, 90, 160, 250, 360, 490, 640]
        let ranges = TimeRanges(starts.map { $0...($0 + 1) })
        #expect(starts.count == TimeRanges.countMax + 1 && ranges.ranges.count == TimeRanges.countMax)
        #expect(ranges.ranges.first == 0...11)
        #expect(ranges.overlaps(5...5) && !ranges.overlaps(12...39))
    }

    @Test func theEndsOfTimeAreMoments() {
        let ranges = TimeRanges([.min ... .min, .max ... .max, 0...0])
        #expect(ranges.ranges.count == 3)
        #expect(TimeRanges(packed: ranges.packed) == ranges)
    }

    private static let unreadable: [[UInt8]] = [
        [1], Array(repeating: 0, count: 24),
        Array(repeating: 127, count: 8) + Array(repeating: 0, count: 8),
    ]

    @Test(arguments: unreadable)
    func whatCannotBeReadMayHaveBeenAnything(_ bytes: [UInt8]) {
        #expect(TimeRanges(packed: bytes).ranges == [Int64.min...Int64.max])
    }
}
