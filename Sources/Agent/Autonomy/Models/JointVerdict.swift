public import AnalyticsAnomaly
public import Telemetry

/// The machine's one calibrated score of its newest row, with the reason.
public struct JointVerdict: Sendable, Equatable {
    /// 0 to 1: at most the part `1 − score` of this machine's normal rows score higher.
    public var score: Double
    /// Whether the row is beyond the rate of alarms that was asked for.
    public var isAlarm: Bool
    /// What the row is most surprising to.
    public var view: MachineView
    /// The metric that is farthest off; to the forest, when a row alarms by it.
    public var metric: MetricName
    /// What was expected of it, in its unit.
    public var expected: Double
    /// How far off it is in its usual distances; negative when it is below.
    public var distance: Double
    /// Since when it alarms.
    public var since: Timestamp?
    /// The time of the row.
    public var time: Timestamp
}
