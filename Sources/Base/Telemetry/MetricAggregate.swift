/// What stands for the readings of a bucket once they were thinned: five derived series beside the measured one.
///
/// `~mean.power`, `~min.power`, `~max.power`, `~last.power`, `~count.power`, each with one value for each bucket at
/// the bucket's start.
public enum MetricAggregate: String, Sendable, CaseIterable {
    case mean, min, max, last, count

    /// The derived series of a measured one; nothing when the name would be too long.
    public func name(of metric: MetricName) -> MetricName? {
        MetricName("~\(rawValue).\(metric.text)")
    }

    /// Which aggregate of which measured metric a derived series is; nothing for any other.
    public static func parse(_ name: MetricName) -> (aggregate: MetricAggregate, metric: MetricName)? {
        guard name.isDerived, let dot = name.text.firstIndex(of: "."),
            let aggregate = MetricAggregate(rawValue: String(name.text[..<dot].dropFirst())),
            let metric = MetricName(String(name.text[name.text.index(after: dot)...])), !metric.isDerived
        else { return nil }
        return (aggregate, metric)
    }
}
