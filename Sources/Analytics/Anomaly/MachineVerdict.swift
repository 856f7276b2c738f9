public import Telemetry

/// What a detector says about one reading of a machine, with the reason.
public struct MachineVerdict: Sendable, Equatable {
    /// 0 to 1, and 0 until enough has been seen: at most the part `1 − score` of normal readings score higher.
    public var score: Double
    /// Whether the score is beyond the rate of alarms that was asked for.
    public var isAlarm: Bool
    /// What the reading is most surprising to; nothing until enough has been seen.
    public var view: MachineView?
    /// The metric that is farthest off to the detector itself, by its place; nothing until enough has been seen.
    ///
    /// When `view` is `.forest`, the forest knows better why.
    public var metric: Int?
    /// What was expected of it, in its unit.
    public var expected: Double?
    /// How far off it is, in its usual distances; negative when it is below.
    public var distance: Double?
    /// Since when it alarms.
    public var since: Timestamp?

    /// A verdict with its reason.
    public init(
        score: Double, isAlarm: Bool, view: MachineView?, metric: Int?, expected: Double?, distance: Double?,
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

    /// Not enough has been seen to say anything.
    static let unknown = MachineVerdict(
        score: 0, isAlarm: false, view: nil, metric: nil, expected: nil, distance: nil, since: nil)
}
