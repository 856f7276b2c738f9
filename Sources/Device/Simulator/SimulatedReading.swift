public import Telemetry

/// One value that a simulated machine measured, as it goes out: a fault may give it a wrong unit or a wrong time.
public struct SimulatedReading: Sendable, Equatable {
    /// One of the profile's.
    public var metric: MetricName
    /// Rounded to thousandths; within the metric's range, except with `wrongUnit`.
    public var value: Double
    /// The metric's, except with `wrongUnit`.
    public var unit: String
    /// When it was measured by the device's clock, which `clockJump` puts an hour ahead.
    public var time: Timestamp

    /// A reading.
    public init(metric: MetricName, value: Double, unit: String, time: Timestamp) {
        self.metric = metric
        self.value = value
        self.unit = unit
        self.time = time
    }
}
