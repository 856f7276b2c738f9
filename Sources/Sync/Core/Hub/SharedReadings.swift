internal import Runtime
public import SyncWire
public import Telemetry

/// Which readings of a segment of another incarnation, or of one made of others, the hub has already.
///
/// Branches of one folder share the readings that were in its open window: each branch seals them into a segment of its
/// own, with another number and digest, so only the readings themselves tell that they were counted. One branch may
/// also have packed or thinned what the other one sent as it was.
///
/// Holds a few bytes for each value of the segment, however much it is held against.
public struct SharedReadings: Sendable {
    private struct Series: Hashable {
        var machine: MachineKey
        var metric: MetricName
    }

    private let content: SegmentContent
    /// Where each series stands in the content.
    private var columns: [Series: [KnownColumn]] = [:]
    /// Where each metric was folded into aggregates.
    private var buckets: [Series: [KnownBuckets]] = [:]

    /// Microseconds that a bucket of aggregates reaches past its time, at most.
    public static let widestBucket = KnownBuckets.widest

    /// A content, before it is held against anything.
    public init(of content: SegmentContent) {
        self.content = content
        for (index, block) in content.blocks.enumerated() {
            for (place, column) in block.columns.enumerated() {
                columns[Series(machine: block.machine, metric: column.metric), default: []].append(
                    KnownColumn(block: index, column: place, times: block.times, values: column.values))
            }
            guard block.isDerived else { continue }
            for metric in Set(block.columns.compactMap { MetricAggregate.parse($0.metric)?.metric }) {
                buckets[Series(machine: block.machine, metric: metric), default: []].append(
                    KnownBuckets(block: index, starts: block.times))
            }
        }
    }

    /// Holds the content against what the hub has of a series.
    public mutating func add(_ machine: MachineKey, _ metric: MetricName, times: [Int64], values: [Double]) {
        let series = Series(machine: machine, metric: metric)
        for index in columns[series]?.indices ?? 0..<0 { columns[series]?[index].mark(times, values) }
        for index in buckets[series]?.indices ?? 0..<0 { buckets[series]?[index].mark(times) }
    }

    /// The content without what is known with the same value; nothing when none of it is.
    ///
    /// Another value at the same time stays: branches that differ are both kept. What the agent computed goes only
    /// where all of its columns are known, for they belong together.
    ///
    /// Of a segment that is partly known, aggregates of a bucket of which a reading is here go as well, for they cannot
    /// be taken apart: that they were folded is said in a gap manifest.
    public func rest(isPartlyKnown: Bool) -> SegmentContent? {
        if planted(.sharedReadingsForgotten) { return nil }
        var blocks: [SegmentBlock] = []
        var removes = false
        for (index, block) in content.blocks.enumerated() {
            let kept = parts(of: block, masks(of: block, at: index, isPartlyKnown))
            removes = removes || kept != [block]
            blocks += kept
        }
        return removes ? SegmentContent(blocks: blocks) : nil
    }

    /// The block without what is known: columns that keep the same times stay together.
    private func parts(of block: SegmentBlock, _ masks: [[Bool]]) -> [SegmentBlock] {
        if masks.allSatisfy({ !$0.contains(false) }) { return [block] }
        var order: [[Bool]] = []
        for mask in masks where !order.contains(mask) { order.append(mask) }
        return order.filter { $0.contains(true) }.map { mask in
            func kept<Value>(_ all: [Value]) -> [Value] { zip(all, mask).compactMap { $1 ? $0 : nil } }
            let columns = zip(block.columns, masks).filter { $1 == mask }.map { column, _ in
                SegmentColumn(
                    metric: column.metric, unit: column.unit, values: kept(column.values),
                    qualities: column.qualities.map(kept))
            }
            return SegmentBlock(
                machine: block.machine, isDerived: block.isDerived, times: kept(block.times), columns: columns)
        }
    }

    /// What stays of each column: one entry for each time of the block.
    private func masks(of block: SegmentBlock, at index: Int, _ isPartlyKnown: Bool) -> [[Bool]] {
        let measured = block.columns.enumerated().map { place, column in
            let series = Series(machine: block.machine, metric: column.metric)
            return columns[series]?.first { $0.block == index && $0.column == place }?.fresh ?? []
        }
        return block.isDerived ? together(measured, of: block, at: index, isPartlyKnown) : measured
    }

    /// What was computed together stays or goes together.
    private func together(
        _ masks: [[Bool]], of block: SegmentBlock, at index: Int, _ isPartlyKnown: Bool
    ) -> [[Bool]] {
        let folded = block.columns.map { MetricAggregate.parse($0.metric)?.metric }
        var together: [MetricName?: [Bool]] = [:]
        for metric in Set(folded) {
            let group = zip(masks, folded).filter { $1 == metric }.map(\.0)
            let any = block.times.indices.map { place in group.contains { $0[place] } }
            together[metric] = any
            guard isPartlyKnown, let metric else { continue }
            let series = Series(machine: block.machine, metric: metric)
            guard let found = buckets[series]?.first(where: { $0.block == index }) else { continue }
            together[metric] = zip(any, found.free).map { $0 && $1 }
        }
        return folded.map { together[$0] ?? [] }
    }
}

extension SegmentContent {
    /// Whether readings were folded into aggregates: what it is made of is not here any more.
    public var isFolded: Bool {
        blocks.contains { block in block.columns.contains { MetricAggregate.parse($0.metric) != nil } }
    }
}
