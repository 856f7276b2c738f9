public import Telemetry

/// What the isolation forest of a machine says of its newest rows, and how its delivery stands.
public struct ForestStatus: Sendable {
    /// The version that runs; nothing before the first one is here.
    public var version: Int?
    /// The version that the hub wants to run; nothing when it is withdrawn.
    public var wanted: Int?
    /// Rows by which its score is calibrated, at most as many as that takes.
    public var rowsKnown: Int
    /// Rows that it takes.
    public var rowsNeeded: Int
    /// 0 to 1: at most the part `1 − score` of this machine's normal rows score higher; nothing before enough rows.
    public var score: Double?
    /// Whether the newest row is beyond the rate of alarms that was asked for.
    public var isAlarm: Bool
    /// The metric that the row would be least odd without.
    public var metric: MetricName?
    /// What is usual of it, in its unit.
    public var expected: Double?
    /// How far off it is in its usual distances; negative when it is below.
    public var distance: Double?
    /// Since when it alarms.
    public var since: Timestamp?
    /// Why the version that the hub wants is not run.
    public var refusal: String?

    /// A state of these parts.
    public init(
        version: Int?, wanted: Int?, rowsKnown: Int, rowsNeeded: Int, score: Double?, isAlarm: Bool,
        metric: MetricName?, expected: Double?, distance: Double?, since: Timestamp?, refusal: String?
    ) {
        self.version = version
        self.wanted = wanted
        self.rowsKnown = rowsKnown
        self.rowsNeeded = rowsNeeded
        self.score = score
        self.isAlarm = isAlarm
        self.metric = metric
        self.expected = expected
        self.distance = distance
        self.since = since
        self.refusal = refusal
    }
}
