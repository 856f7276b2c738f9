public import AnalyticsTwin
public import Telemetry

/// All that is known about one kind of device: how it speaks, what it measures, where its limits are, what may be done.
///
/// A value: a newer version is another profile. A metric's place in `metrics` is its slot, and everything that names a
/// metric here names one of that list.
public struct FirmwareProfile: Sendable, Equatable {
    /// What machines are assigned by: 1 to 64 of `a-z 0-9 _ -`.
    public var name: String
    public var version: Int
    public var vendor: String
    public var model: String
    /// Firmware versions that it was written for; empty for any.
    public var firmware: [String]
    /// PUMP, MOTOR, COMPRESSOR, CONVEYOR or a word of the profile's own.
    public var machineType: String
    /// Topics of its own; empty when its devices speak the generic topics.
    public var topics: [TopicMapping]
    public var metrics: [MetricDefinition]
    /// Whether metrics that are not listed are taken as they come.
    public var acceptsAnyMetric: Bool
    public var limits: [LimitDefinition]
    public var staleness: StalenessDefinition
    public var anomaly: AnomalyDefinition
    /// Nothing when no twin is stepped.
    public var twin: TwinParameters?
    public var actions: [ActionDefinition]
    public var rules: [AutonomyRule]
    public var autonomy: AutonomyPolicy

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
