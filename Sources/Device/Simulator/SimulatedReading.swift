public import Telemetry

/// One value that a simulated machine measured, as it goes out: a fault may give it a wrong unit or a wrong time.
public struct SimulatedReading: Sendable, Equatable {
    public var metric: MetricName
    public var value: Double
    public var unit: String
    public var time: Timestamp

    /// A reading.
    public init(metric: MetricName, value: Double, unit: String, time: Timestamp) {
        self.metric = metric
        self.value = value
        self.unit = unit
        self.time = time
    }
}
