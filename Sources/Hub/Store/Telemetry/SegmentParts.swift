public import SyncWire
public import Telemetry

/// A content cut into parts that are packed and inserted one after the other, so that memory is that of one of them.
///
/// A value of a hostile segment becomes a chunk, a bucket of each level, and both again as parameters of statements:
/// some 350 bytes. Segments of agents are one part. All columns of a block that have a time go into one part.
public struct SegmentParts: Sequence, IteratorProtocol {
    /// Values of a part: four times the readings of a segment of an agent, for what it derives of them.
    public static let valuesMax = 262_144

    private let content: SegmentContent
    private let valuesMax: Int
    private var block = 0
    private var time = 0

    /// The parts of a content.
    public init(_ content: SegmentContent, valuesMax: Int = SegmentParts.valuesMax) {
        self.content = content
        self.valuesMax = valuesMax
    }

    /// The next part; nothing after the last.
    public mutating func next() -> SegmentContent? {
        var part: [SegmentBlock] = []
        var room = valuesMax
        while block < content.blocks.count {
            let whole = content.blocks[block]
            let width = Swift.max(1, whole.columns.count)
            let left = whole.times.count - time
            // One time goes at least, however many columns it has: those of a segment have a limit of their own.
            let count = Swift.min(left, part.isEmpty ? Swift.max(1, room / width) : room / width)
            if count == 0, left > 0 { break }
            part.append(Self.piece(whole, time..<time + count))
            room = Swift.max(0, room - count * width)
            time += count
            if time == whole.times.count { (block, time) = (block + 1, 0) }
        }
        return part.isEmpty ? nil : SegmentContent(blocks: part)
    }

    private static func piece(_ block: SegmentBlock, _ range: Range<Int>) -> SegmentBlock {
        if range.count == block.times.count { return block }
        return SegmentBlock(
            machine: block.machine, isDerived: block.isDerived, times: Array(block.times[range]),
            columns: block.columns.map { column in
                SegmentColumn(
                    metric: column.metric, unit: column.unit, values: Array(column.values[range]),
                    qualities: column.qualities.map { Array($0[range]) })
            })
    }
}

extension SegmentContent {
    /// How many values it holds, readings and derived ones.
    public var values: Int { blocks.reduce(0) { $0 + $1.times.count * $1.columns.count } }

    /// The machines that it has readings of.
    public var machines: Set<MachineKey> { Set(blocks.lazy.filter { !$0.columns.isEmpty }.map(\.machine)) }

    /// The days of its readings that are among some, all in days since 1970-01-01.
    public func days(in window: ClosedRange<Int64>) -> Set<Int64> {
        var days: Set<Int64> = []
        for block in blocks {
            var newest: Int64?
            for time in block.times {
                let day = PackedChunk.day(of: time)
                if day != newest, window.contains(day) { days.insert(day) }
                newest = day
            }
        }
        return days
    }
}
