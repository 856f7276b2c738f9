public import Telemetry

/// A limit of the machine's profile, as charts draw it.
public struct MachineLimit: Sendable, Equatable {
    /// The metric.
    public var metric: MetricName
    /// The alert that it leads to.
    public var kind: AlertKind
    /// How bad crossing it is.
    public var severity: Severity
    /// `above` or `below`.
    public var direction: String
    /// In the metric's unit.
    public var threshold: Double

    /// A limit as an agent reported it.
    public init(metric: MetricName, kind: AlertKind, severity: Severity, direction: String, threshold: Double) {
        self.metric = metric
        self.kind = kind
        self.severity = severity
        self.direction = direction
        self.threshold = threshold
    }
}
