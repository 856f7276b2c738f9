public import Telemetry

/// What a detector says about one reading of a machine, with the reason.
public struct MachineVerdict: Sendable, Equatable {
    /// 0 to 1, and 0 until enough has been seen: at most the part `1 − score` of normal readings score higher.
    public var score: Double
    /// Whether the score is beyond the rate of alarms that was asked for.
    public var isAlarm: Bool
    /// The metric that is farthest off, by its place; nothing until enough has been seen.
    public var metric: Int?
    /// What was expected of it, in its unit.
    public var expected: Double?
    /// How far off it is, in its usual distances; negative when it is below.
    public var distance: Double?
    /// Since when it alarms.
    public var since: Timestamp?

    /// A verdict with its reason.
    public init(
        score: Double, isAlarm: Bool, metric: Int?, expected: Double?, distance: Double?, since: Timestamp?
    ) {
        self.score = score
        self.isAlarm = isAlarm
        self.metric = metric
        self.expected = expected
        self.distance = distance
        self.since = since
    }
}
