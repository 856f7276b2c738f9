public import Telemetry

/// The newest value of one metric, with what was expected where the agent's models know.
public struct LiveReading: Sendable, Equatable {
    /// Unique within its machine.
    public var name: MetricName
    /// As the profile writes it; without U+0000, which PostgreSQL cannot store.
    public var unit: String
    /// When the value was measured.
    public var time: Timestamp
    /// In `unit`; finite, others are refused when a request is decoded.
    public var value: Double
    /// As it was judged when the reading came in.
    public var quality: Quality
    /// The calibrated anomaly score, 0 to 1.
    public var score: Double?
    /// What the model expected, in `unit`; nothing while the model still learns.
    public var expected: Double?
    /// The ends of the expected band.
    public var low: Double?
    /// The upper end of the band; nothing without `low`.
    public var high: Double?

    /// A reading by its parts; without a score, what was expected and its band stay empty.
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
