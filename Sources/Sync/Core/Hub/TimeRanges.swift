/// Stretches of time in a bounded number: where it would take more, the two nearest become one.
///
/// What was put in is never out again, but what lies between two stretches may come in with them. For questions of the
/// kind "could this have been", where a wrong yes costs work and a wrong no costs the truth.
public struct TimeRanges: Sendable, Hashable {
    /// The stretches in microseconds, in order, apart from each other; at most `countMax`.
    public private(set) var ranges: [ClosedRange<Int64>] = []

    /// So many are kept apart.
    public static let countMax = 8

    /// None.
    public init() {}

    /// Some stretches, in any order.
    public init(_ ranges: some Sequence<ClosedRange<Int64>>) {
        for range in ranges { insert(range) }
    }

    /// Whether there is none.
    public var isEmpty: Bool { ranges.isEmpty }

    /// Whether a stretch shares a moment with one of these.
    public func overlaps(_ range: ClosedRange<Int64>) -> Bool { ranges.contains { $0.overlaps(range) } }

    /// Puts a stretch in.
    public mutating func insert(_ range: ClosedRange<Int64>) {
        let joined = ranges.filter { $0.overlaps(range) }.reduce(range, Self.hull)
        ranges.removeAll { $0.overlaps(range) }
        ranges.insert(joined, at: ranges.firstIndex { joined.upperBound < $0.lowerBound } ?? ranges.endIndex)
        if ranges.count > Self.countMax { joinNearest() }
    }

    /// These and others.
    public func union(_ others: TimeRanges) -> TimeRanges { TimeRanges(ranges + others.ranges) }

    private mutating func joinNearest() {
        func gap(_ place: Int) -> UInt64 {
            UInt64(bitPattern: ranges[place + 1].lowerBound &- ranges[place].upperBound)
        }
        guard let place = ranges.indices.dropLast().min(by: { gap($0) < gap($1) }) else { return }
        ranges.replaceSubrange(place...place + 1, with: [Self.hull(ranges[place], ranges[place + 1])])
    }

    private static func hull(_ one: ClosedRange<Int64>, _ other: ClosedRange<Int64>) -> ClosedRange<Int64> {
        min(one.lowerBound, other.lowerBound)...max(one.upperBound, other.upperBound)
    }

    /// All bounds, eight bytes each, the least first.
    public var packed: [UInt8] {
        ranges.flatMap { [$0.lowerBound, $0.upperBound] }.flatMap { bound in
            withUnsafeBytes(of: bound.bigEndian, Array.init)
        }
    }

    /// Reads what `packed` wrote.
    ///
    /// Bytes that are none of it are taken for all of time, for it is not known what they said.
    public init(packed: [UInt8]) {
        let bounds = stride(from: 0, to: packed.count, by: 8).map { start in
            packed[start..<min(start + 8, packed.count)].reduce(Int64(0)) { $0 << 8 | Int64($1) }
        }
        let isWhole = packed.count.isMultiple(of: 16) && bounds == bounds.sorted()
        guard isWhole else {
            self.init([Int64.min...Int64.max])
            return
        }
        self.init(stride(from: 0, to: bounds.count, by: 2).map { bounds[$0]...bounds[$0 + 1] })
    }
}
