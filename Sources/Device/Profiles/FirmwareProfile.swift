public import AnalyticsTwin
public import Telemetry

/// All that is known about one kind of device: how it speaks, what it measures, where its limits are, what may be done.
///
/// A value: a newer version is another profile. A metric's place in `metrics` is its slot, and everything that names a
/// metric here names one of that list.
public struct FirmwareProfile: Sendable, Equatable {
    /// What machines are assigned by: 1 to 64 of `a-z 0-9 _ -`.
    public var name: String
    /// Raised by whoever changes the profile; 1 to 1 000 000.
    public var version: Int
    /// Who makes the device; at most 255 bytes, empty when not said.
    public var vendor: String
    /// What the maker calls it; at most 255 bytes, empty when not said.
    public var model: String
    /// Firmware versions that it was written for; empty for any.
    public var firmware: [String]
    /// PUMP, MOTOR, COMPRESSOR, CONVEYOR or a word of the profile's own.
    public var machineType: String
    /// Topics of its own; empty when its devices speak the generic topics.
    public var topics: [TopicMapping]
    /// By slot: the place of a metric here names it everywhere else.
    public var metrics: [MetricDefinition]
    /// Whether metrics that are not listed are taken as they come.
    public var acceptsAnyMetric: Bool
    /// Each names a metric by its slot; empty raises no limit alerts.
    public var limits: [LimitDefinition]
    /// Three missed intervals are a WARNING unless the profile says otherwise.
    public var staleness: StalenessDefinition
    /// The agent's false-alarm rate decides unless the profile says otherwise.
    public var anomaly: AnomalyDefinition
    /// Nothing when no twin is stepped.
    public var twin: TwinParameters?
    /// What its devices can be told; empty for those that only measure.
    public var actions: [ActionDefinition]
    /// What the agent does by itself; each stays within `autonomy`.
    public var rules: [AutonomyRule]
    /// Nothing is allowed unless the profile says otherwise.
    public var autonomy: AutonomyPolicy

    /// A profile without metrics, limits, actions or rules, to be filled in.
    public init(name: String, version: Int, machineType: String) {
        self.name = name
        self.version = version
        self.machineType = machineType
        vendor = ""
        model = ""
        firmware = []
        topics = []
        metrics = []
        acceptsAnyMetric = false
        limits = []
        staleness = StalenessDefinition()
        anomaly = AnomalyDefinition()
        twin = nil
        actions = []
        rules = []
        autonomy = AutonomyPolicy()
    }

    /// The slot of a metric; nothing when it is not listed.
    public func slot(of metric: MetricName) -> Int? {
        metrics.firstIndex { $0.name == metric }
    }

    /// The action of that name.
    public func action(named name: String) -> ActionDefinition? {
        actions.first { $0.name == name }
    }

    /// `pump@1`, as decisions and logs name it.
    public var label: String { "\(name)@\(version)" }

    /// The profile of machines that nobody has described: any metric, no limits, no actions.
    public static let generic: FirmwareProfile = {
        var profile = FirmwareProfile(name: "generic", version: 1, machineType: "GENERIC")
        profile.vendor = "any"
        profile.model = "any"
        profile.acceptsAnyMetric = true
        return profile
    }()
}
