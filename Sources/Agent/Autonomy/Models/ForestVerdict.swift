public import Telemetry

/// What the machine's isolation forest says of its newest whole row, with the reason.
public struct ForestVerdict: Sendable, Equatable {
    /// Why a row is odd: the metric that it would be least odd without.
    public struct Reason: Sendable, Equatable {
        /// The metric.
        public var metric: MetricName
        /// What is usual of it: its median in the history, in its unit.
        public var expected: Double
        /// How far off it is in its usual distances; negative when it is below.
        public var distance: Double
    }

    /// 0 to 1: at most the part `1 − score` of this machine's normal rows score higher.
    public var score: Double
    /// Whether the row is beyond the rate of alarms that was asked for.
    public var isAlarm: Bool
    /// Found of rows that alarm only, because it costs a score for each metric.
    public var reason: Reason?
    /// Since when it alarms.
    public var since: Timestamp?
    /// The time of the row.
    public var time: Timestamp
}
