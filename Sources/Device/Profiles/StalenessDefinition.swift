public import Telemetry

/// When silence is an alert.
public struct StalenessDefinition: Sendable, Equatable {
    /// After how many expected intervals without a reading; 0 for never.
    public var intervals: Double
    public var severity: Severity

    public init(intervals: Double = 3, severity: Severity = .warning) {
        self.intervals = intervals
        self.severity = severity
    }
}
