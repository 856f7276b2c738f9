public import Telemetry

/// A machine's one calibrated score of its newest readings, with the reason, as the local page shows it.
public struct JointStatus: Sendable {
    /// 0 to 1: at most the part `1 − score` of this machine's normal readings score higher.
    public var score: Double
    /// Whether it is beyond the rate of alarms that was asked for.
    public var isAlarm: Bool
    /// What is most surprising: a `metric` by itself, the metrics `together`, or the row to the `forest`.
    public var view: String
    /// The metric that is farthest off.
    public var metric: MetricName
    /// What was expected of it, in its unit.
    public var expected: Double
    /// How far off it is in its usual distances; negative when it is below.
    public var distance: Double
    /// Since when it alarms.
    public var since: Timestamp?

    /// A state of these parts.
    public init(
        score: Double, isAlarm: Bool, view: String, metric: MetricName, expected: Double, distance: Double,
        since: Timestamp?
    ) {
        self.score = score
        self.isAlarm = isAlarm
        self.view = view
        self.metric = metric
        self.expected = expected
        self.distance = distance
        self.since = since
    }
}
