internal import Runtime
public import SyncWire
public import Telemetry

/// Readings that the hub has already, against which a segment of another incarnation, or one made of others, is held.
///
/// Branches of one folder share the readings that were in its open window: each branch seals them into a segment of its
/// own, with another number and digest, so only the readings themselves tell that they were counted. One branch may
/// also have packed or thinned what the other one sent as it was.
public struct SharedReadings: Sendable {
    private struct Series: Hashable {
        var machine: MachineKey
        var metric: MetricName
    }

    /// What is known at one moment of a series; two values are possible, where branches differ.
    private struct Moment: Hashable {
        var time: Int64
        var bits: UInt64
    }

    private var known: [Series: Set<Moment>] = [:]

    /// Microseconds that a bucket of aggregates reaches past its time, at most.
    public static let widestBucket = Int64(ThinningLevel.quarter.seconds) * 1_000_000

    /// Nothing.
    public init() {}

    /// Adds what the hub has of a series.
    public mutating func add(_ machine: MachineKey, _ metric: MetricName, times: [Int64], values: [Double]) {
        for (time, value) in zip(times, values) {
            known[Series(machine: machine, metric: metric), default: []].insert(
                Moment(time: time, bits: value.bitPattern))
        }
    }

    /// A content without what is known with the same value; nothing when none of it is.
    ///
    /// Another value at the same time stays: branches that differ are both kept. What the agent computed goes only
    /// where all of its columns are known, for they belong together.
    ///
    /// Of a segment that is partly known, aggregates of a bucket of which a reading is here go as well, for they cannot
    /// be taken apart: that they were folded is said in a gap manifest.
    public func remove(from content: SegmentContent, isPartlyKnown: Bool) -> SegmentContent? {
        if planted(.sharedReadingsForgotten) { return nil }
        var blocks: [SegmentBlock] = []
        var removes = false
        for block in content.blocks {
            let kept = parts(of: block, isPartlyKnown)
            removes = removes || kept != [block]
            blocks += kept
        }
        return removes ? SegmentContent(blocks: blocks) : nil
    }

    /// The block without what is known: columns that keep the same times stay together.
    private func parts(of block: SegmentBlock, _ isPartlyKnown: Bool) -> [SegmentBlock] {
        let masks = block.isDerived ? derivedMasks(of: block, isPartlyKnown) : measuredMasks(of: block)
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
    private func measuredMasks(of block: SegmentBlock) -> [[Bool]] {
        block.columns.map { column in
            zip(block.times, column.values).map { !isKnown(block.machine, column.metric, $0, $1) }
        }
    }

    /// The same of what the agent computed: what was computed together stays or goes together.
    private func derivedMasks(of block: SegmentBlock, _ isPartlyKnown: Bool) -> [[Bool]] {
        let masks = measuredMasks(of: block)
        let folded = block.columns.map { MetricAggregate.parse($0.metric)?.metric }
        var together: [MetricName?: [Bool]] = [:]
        for metric in Set(folded) {
            let group = zip(masks, folded).filter { $1 == metric }.map(\.0)
            let any = block.times.indices.map { place in group.contains { $0[place] } }
            together[metric] = any
            guard isPartlyKnown, let metric else { continue }
            together[metric] = zip(any, free(block.times, of: metric, block.machine)).map { $0 && $1 }
        }
        return folded.map { together[$0] ?? [] }
    }

    /// Which of some buckets hold no reading of a metric that is known.
    ///
    /// A segment does not say how wide its buckets are: one reaches to the next, and no farther than the widest.
    private func free(_ starts: [Int64], of metric: MetricName, _ machine: MachineKey) -> [Bool] {
        let times = (known[Series(machine: machine, metric: metric)] ?? []).map(\.time).sorted()
        var next = 0
        return starts.indices.map { place in
            let widest = starts[place].addingSaturating(Self.widestBucket)
            let end = place + 1 < starts.count ? min(starts[place + 1], widest) : widest
            while next < times.count, times[next] < starts[place] { next += 1 }
            return next == times.count || times[next] >= end
        }
    }

    private func isKnown(_ machine: MachineKey, _ metric: MetricName, _ time: Int64, _ value: Double) -> Bool {
        known[Series(machine: machine, metric: metric)]?.contains(Moment(time: time, bits: value.bitPattern)) == true
    }
}

extension SegmentContent {
    /// Whether readings were folded into aggregates: what it is made of is not here any more.
    public var isFolded: Bool {
        blocks.contains { block in block.columns.contains { MetricAggregate.parse($0.metric) != nil } }
    }
}
