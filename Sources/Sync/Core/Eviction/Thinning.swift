public import SyncWire
internal import Telemetry

/// Makes one segment out of several: with every reading, or with readings folded into buckets.
///
/// Pure; the same segments give the same content, to the bit.
public enum Thinning {
    /// Buckets of so few readings stay as they are: five aggregates would take more room.
    static let readingsKept = 5

    /// One content with every value of the others.
    public static func pack(_ contents: [SegmentContent]) -> SegmentContent {
        SeriesColumns(contents).content()
    }

    /// One content in which measured readings are folded into buckets (min, max, mean, last, count); of derived values
    /// the last of each bucket stays.
    ///
    /// Readings within `sparing`, of a bucket with too few of them, and of a metric whose name is too long for an
    /// aggregate stay as they are. Readings of bad quality are in no aggregate, but they are counted as folded.
    public static func thin(
        _ contents: [SegmentContent], toSeconds seconds: UInt32, sparing: [SparedWindow] = []
    ) -> Thinned {
        var thinner = Thinner(width: Int64(max(1, seconds)) * 1_000_000, sparing: sparing)
        let columns = SeriesColumns(contents)
        for (key, column) in columns.sorted {
            if !key.metric.isDerived {
                thinner.fold(key, column)
            } else if let (aggregate, metric) = MetricAggregate.parse(key.metric) {
                if aggregate == .count { thinner.widen(metric, of: key.machine, columns) }
            } else {
                thinner.keepLast(key, column)
            }
        }
        return thinner.finish()
    }
}
