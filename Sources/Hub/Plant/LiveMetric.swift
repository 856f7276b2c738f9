public import Telemetry

/// The newest value of one metric, as live screens show it, with what was expected where the agent's models know.
public struct LiveMetric: Sendable, Equatable {
    /// What was measured.
    public var metric: MetricName
    /// UCUM.
    public var unit: String
    /// In event time.
    public var time: Timestamp
    /// In the unit.
    public var value: Double
    /// How far it can be trusted.
    public var quality: Quality
    /// The calibrated anomaly score, 0 to 1.
    public var score: Double?
    /// What the model expected.
    public var expected: Double?
    /// The lower end of the expected band.
    public var low: Double?
    /// The upper end of the expected band.
    public var high: Double?

    /// A value, with what was expected where it is known.
    public init(
        metric: MetricName, unit: String, time: Timestamp, value: Double, quality: Quality, score: Double? = nil,
        expected: Double? = nil, low: Double? = nil, high: Double? = nil
    ) {
        self.metric = metric
        self.unit = unit
        self.time = time
        self.value = value
        self.quality = quality
        self.score = score
        self.expected = expected
        self.low = low
        self.high = high
    }
}
