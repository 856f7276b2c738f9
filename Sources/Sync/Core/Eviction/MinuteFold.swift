public import SyncWire
public import Telemetry

/// New readings as 1-minute aggregates in memory, while the disk has no room for more.
///
/// A crash loses what was not taken out; who uses it keeps the numbers of readings somewhere durable.
public struct MinuteFold: Sendable {
    /// Buckets at most, over all series.
    public static let cellsMax = 262_144

    private var series: [Int: [Int64: AggregateCell]] = [:]
    private var cells = 0

    /// Nothing folded yet.
    public init() {}

    /// Whether there is nothing in it.
    public var isEmpty: Bool { series.isEmpty }

    /// Folds a reading of a series, which the caller numbers; false when there is no room for another bucket.
    ///
    /// A reading of bad quality is in no aggregate.
    public mutating func add(_ number: Int, time: Int64, value: Double, quality: UInt8) -> Bool {
        let remainder = time % Self.width
        let bucket = time.subtractingSaturating(remainder < 0 ? remainder + Self.width : remainder)
        if series[number]?[bucket] == nil {
            guard cells < Self.cellsMax else { return false }
            cells += 1
        }
        if quality == Quality.bad.rawValue { return true }
        series[number, default: [:]][bucket, default: AggregateCell()].add(value, at: time)
        return true
    }

    /// What was folded, as a thinned segment has it; `name` says what a number stands for.
    public func content(
        _ name: (Int) -> (machine: MachineKey, metric: MetricName, unit: String)
    ) -> SegmentContent {
        var columns = SeriesColumns()
        for (number, buckets) in series {
            let (machine, metric, unit) = name(number)
            columns.put(buckets, of: metric, unit: unit, machine: machine)
        }
        return columns.content()
    }

    /// Forgets all of it, once it is stored.
    public mutating func removeAll() {
        series = [:]
        cells = 0
    }

    private static let width: Int64 = 60_000_000
}
