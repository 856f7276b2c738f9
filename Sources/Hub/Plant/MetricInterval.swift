public import Telemetry

/// How often a metric is expected.
public struct MetricInterval: Sendable, Equatable {
    /// The metric.
    public var metric: MetricName
    /// The seconds between two readings.
    public var seconds: Double

    /// A metric and the seconds between two of its readings.
    public init(metric: MetricName, seconds: Double) {
        self.metric = metric
        self.seconds = seconds
    }
}
