public import Telemetry

/// What a metric has to be when a command has had its effect.
public struct CommandProbe: Sendable, Equatable {
    /// Of the command's machine.
    public var metric: MetricName
    /// In the metric's unit.
    public var value: Double
    /// How far from it a value may be.
    public var tolerance: Double

    /// A probe by its parts.
    public init(metric: MetricName, value: Double, tolerance: Double) {
        self.metric = metric
        self.value = value
        self.tolerance = tolerance
    }

    /// Whether a value says that the command was done.
    public func holds(_ measured: Double) -> Bool { abs(measured - value) <= tolerance }
}
