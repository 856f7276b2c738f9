public import SyncWire
public import Telemetry

/// Readings that the hub has already, against which a segment of another incarnation is held.
///
/// Branches of one folder share the readings that were in its open window: each branch seals them into a segment of its
/// own, with another number and digest, so only the readings themselves tell that they were counted.
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
    public func remove(from content: SegmentContent) -> SegmentContent? {
        var blocks: [SegmentBlock] = []
        var removes = false
        for block in content.blocks {
            let kept = parts(of: block)
            removes = removes || kept != [block]
            blocks += kept
        }
        return removes ? SegmentContent(blocks: blocks) : nil
    }

    /// The block without what is known: columns that keep the same times stay together.
    private func parts(of block: SegmentBlock) -> [SegmentBlock] {
        var masks = block.columns.map { column in
            zip(block.times, column.values).map { !isKnown(block.machine, column.metric, $0, $1) }
        }
        if block.isDerived, !masks.isEmpty {
            let any = block.times.indices.map { place in masks.contains { $0[place] } }
            masks = masks.map { _ in any }
        }
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

    private func isKnown(_ machine: MachineKey, _ metric: MetricName, _ time: Int64, _ value: Double) -> Bool {
        known[Series(machine: machine, metric: metric)]?.contains(Moment(time: time, bits: value.bitPattern)) == true
    }
}
