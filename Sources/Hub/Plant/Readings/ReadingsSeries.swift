public import Telemetry

/// The readings of one metric in the order of time, as columns.
public struct ReadingsSeries: Sendable, Equatable {
    /// What was measured or derived.
    public var metric: MetricName
    /// UCUM.
    public var unit: String
    /// Whether the agent computed it.
    public var isDerived: Bool
    /// The moments, or the starts of the buckets.
    public var times: [Timestamp]
    /// The values, or the means of the buckets.
    public var values: [Double]
    /// The least of each bucket; empty for raw readings.
    public var minima: [Double]
    /// The greatest of each bucket; empty for raw readings.
    public var maxima: [Double]
    /// How far each can be trusted; empty when all are good.
    public var qualities: [Quality]

    /// A series; every column that is not empty has one element for each time.
    public init(
        metric: MetricName, unit: String, isDerived: Bool, times: [Timestamp] = [], values: [Double] = [],
        minima: [Double] = [], maxima: [Double] = [], qualities: [Quality] = []
    ) {
        self.metric = metric
        self.unit = unit
        self.isDerived = isDerived
        self.times = times
        self.values = values
        self.minima = minima
        self.maxima = maxima
        self.qualities = qualities
    }
}
