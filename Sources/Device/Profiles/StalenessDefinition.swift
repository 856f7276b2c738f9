public import Telemetry

/// When silence is an alert.
public struct StalenessDefinition: Sendable, Equatable {
    /// After how many expected intervals without a reading; 0 for never.
    public var intervals: Double
    /// Of the alert that silence raises.
    public var severity: Severity

    /// A WARNING after three missed intervals unless said otherwise.
    public init(intervals: Double = 3, severity: Severity = .warning) {
        self.intervals = intervals
        self.severity = severity
    }
}
