public import Telemetry

/// The distribution of one metric over a span; readings of bad quality are left out.
public struct MetricStatistics: Sendable, Equatable {
    /// What was measured.
    public var metric: MetricName
    /// UCUM.
    public var unit: String
    /// How many readings.
    public var count: Int
    /// Their arithmetic mean.
    public var mean: Double
    /// The least.
    public var min: Double
    /// The greatest.
    public var max: Double
    /// The 50th, 90th, 95th and 99th percentile.
    public var percentiles: [Double]
    /// Whether the percentiles are those of 1-minute means, because there are too many readings to sort.
    public var isApproximate: Bool

    /// The ranks of `percentiles`, 0 to 1.
    public static let ranks = [0.5, 0.9, 0.95, 0.99]

    /// The statistics of values, or nothing when there is none; percentiles by the nearest rank.
    public init?(metric: MetricName, unit: String, values: [Double], count: Int? = nil, isApproximate: Bool = false) {
        guard !values.isEmpty else { return nil }
        let ordered = values.sorted()
        self.metric = metric
        self.unit = unit
        self.count = count ?? ordered.count
        mean = ordered.reduce(0, +) / Double(ordered.count)
        min = ordered[0]
        max = ordered[ordered.count - 1]
        percentiles = Self.ranks.map {
            ordered[Swift.min(ordered.count - 1, Int(($0 * Double(ordered.count)).rounded(.up)) - 1)]
        }
        self.isApproximate = isApproximate
    }
}
