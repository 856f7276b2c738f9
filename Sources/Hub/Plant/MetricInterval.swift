public import Telemetry

/// How often a metric is expected.
public struct MetricInterval: Sendable, Equatable {
    public var metric: MetricName
    public var seconds: Double

    /// A metric and the seconds between two of its readings.
    public init(metric: MetricName, seconds: Double) {
        self.metric = metric
        self.seconds = seconds
    }
}
