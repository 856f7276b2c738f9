public import Telemetry

/// The newest value of one metric, with what was expected where the agent's models know.
public struct LiveReading: Sendable, Equatable {
    public var name: MetricName
    public var unit: String
    public var time: Timestamp
    public var value: Double
    public var quality: Quality
    /// The calibrated anomaly score, 0 to 1.
    public var score: Double?
    public var expected: Double?
    /// The ends of the expected band.
    public var low: Double?
    public var high: Double?

    public init(
        name: MetricName, unit: String, time: Timestamp, value: Double, quality: Quality, score: Double? = nil,
        expected: Double? = nil, low: Double? = nil, high: Double? = nil
    ) {
        self.name = name
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
