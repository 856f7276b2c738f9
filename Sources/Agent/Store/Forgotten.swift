internal import SyncCore
internal import SyncWire

/// The times of readings that were stored here and are no longer: one of these that comes again cannot be told from a
/// new one, and is not taken.
///
/// Stretches and not one moment, because clocks are wrong at times: readings of ten years ahead that were deleted must
/// not keep those of tomorrow out.
struct Forgotten {
    private(set) var ranges: TimeRanges
    private let meta: MetaTable

    /// As it was kept; up to one moment in a store of an earlier version.
    init(_ meta: MetaTable) throws(StoreError) {
        self.meta = meta
        if let packed = try meta.bytes(Self.name) {
            ranges = TimeRanges(packed: packed)
        } else if let until = try meta.number(Self.nameBefore), until > .min {
            ranges = TimeRanges([Int64.min...until])
        } else {
            ranges = TimeRanges()
        }
    }

    func covers(_ time: Int64) -> Bool { ranges.overlaps(time...time) }

    /// What will be forgotten with so much more; nothing is kept of it before `write`.
    func adding(_ more: [ClosedRange<Int64>]) -> Forgotten {
        var next = self
        for range in more { next.ranges.insert(range) }
        return next
    }

    /// Writes it; to be called in the transaction that deletes.
    func write() throws(StoreError) {
        try meta.set(Self.name, ranges.packed)
        // For an earlier version that is put back.
        if let last = ranges.ranges.last { try meta.set(Self.nameBefore, last.upperBound) }
    }

    private static let name = "forgotten.ranges"
    private static let nameBefore = "forgotten.until"
}

extension Forgotten {
    /// A segment of a longer time than this is looked into, because readings of a wrong clock may be among the others.
    private static let spanMicrosecondsMax: Int64 = 32 * 86_400_000_000
    /// Readings that are further apart than this are of two stretches.
    private static let gapMicrosecondsMax: Int64 = 86_400_000_000

    /// The times of a segment; where its content is not known, the ends of a span that is longer than it should be.
    static func stretches(
        of entry: SegmentLedger.Entry, content: () throws(StoreError) -> SegmentContent?
    ) throws(StoreError) -> [ClosedRange<Int64>] {
        let (first, last) = (entry.firstTime, max(entry.firstTime, entry.lastTime))
        let span = last.subtractingReportingOverflow(first)
        guard span.overflow || span.partialValue > spanMicrosecondsMax else { return [first...last] }
        guard let content = try content() else { return [first...first, last...last] }
        return stretches(of: content.blocks.flatMap(\.times))
    }

    /// Stretches that hold all of these times and no long gap between them.
    static func stretches(of times: [Int64]) -> [ClosedRange<Int64>] {
        var stretches: [ClosedRange<Int64>] = []
        for time in times.sorted() {
            guard let open = stretches.last, time &- open.upperBound >= 0, time &- open.upperBound <= gapMicrosecondsMax
            else {
                stretches.append(time...time)
                continue
            }
            stretches[stretches.count - 1] = open.lowerBound...time
        }
        return stretches
    }
}
