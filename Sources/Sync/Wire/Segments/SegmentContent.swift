/// The readings of one segment: what an agent seals at once and a hub stores at once.
public struct SegmentContent: Sendable, Equatable {
    /// Several blocks of one machine are possible: one for each column of times.
    public var blocks: [SegmentBlock]

    /// A content of some blocks; they are checked when it is encoded.
    public init(blocks: [SegmentBlock]) {
        self.blocks = blocks
    }

    /// How many measured readings it holds: a value of one metric at one time each.
    public var measuredReadings: Int { readings(derived: false) }

    /// How many derived values it holds.
    public var derivedReadings: Int { readings(derived: true) }

    /// The first and the last time in it, microseconds since 1970; nothing when it is empty.
    public var timeRange: ClosedRange<Int64>? {
        let firsts = blocks.compactMap(\.times.first)
        let lasts = blocks.compactMap(\.times.last)
        guard let first = firsts.min(), let last = lasts.max(), first <= last else { return nil }
        return first...last
    }

    private func readings(derived: Bool) -> Int {
        blocks.reduce(0) { $0 + ($1.isDerived == derived ? $1.times.count * $1.columns.count : 0) }
    }
}
