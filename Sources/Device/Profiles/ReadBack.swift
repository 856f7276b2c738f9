public import Telemetry

/// How it is read back whether a command has had its effect (sync.md, Commands: probe).
public struct ReadBack: Sendable, Equatable {
    /// What its value is compared with.
    public enum Expected: Sendable, Equatable {
        /// A fixed value, in the metric's unit.
        case value(Double)
        /// The value that an argument of the command had.
        case argument(String)
    }

    /// One of the profile's metrics.
    public var metric: MetricName
    /// What it has to be.
    public var expected: Expected
    /// How far from it a value may be, in the metric's unit.
    public var tolerance: Double

    /// A way to read back by its parts.
    public init(metric: MetricName, expected: Expected, tolerance: Double = 0) {
        self.metric = metric
        self.expected = expected
        self.tolerance = tolerance
    }
}
