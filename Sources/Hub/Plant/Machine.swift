public import Telemetry

/// A machine as lists and screens show it: what it is, how it is, and who looks after it.
public struct Machine: Sendable, Equatable {
    /// Its id.
    public var id: MachineID
    /// Its name.
    public var name: String
    /// PUMP, MOTOR, COMPRESSOR, CONVEYOR or a profile's own.
    public var type: String
    /// The factory.
    public var factory: FactoryID
    /// The factory's name.
    public var factoryName: String
    /// What people wrote about it.
    public var description: String?
    /// The firmware profile, as `pump@1`.
    public var profile: String?
    /// Whether people have taken it on.
    public var approval: Approval
    /// What it is allowed to do, once it is approved.
    public var status: MachineStatus
    /// The safety latches that are set.
    public var latches: [String]
    /// Whether a person has to decide a conflict about it.
    public var isConflicted: Bool
    /// How many alerts still want something.
    public var openAlerts: Int
    /// The worst of its open alerts.
    public var worstSeverity: Severity?
    /// The newest value of each measured metric.
    public var latest: [LiveMetric]
    /// What the agent's model says of it.
    public var twin: TwinValues?
    /// The agent that it comes through.
    public var agent: MachineAgent?
    /// The limits of its profile.
    public var limits: [MachineLimit]
    /// How often its metrics are expected.
    public var intervals: [MetricInterval]
    /// When it was made.
    public var createdAt: Timestamp

    /// A machine as it was read.
    public init(
        id: MachineID, name: String, type: String, factory: FactoryID, factoryName: String, description: String?,
        profile: String?, approval: Approval, status: MachineStatus, latches: [String], isConflicted: Bool,
        openAlerts: Int,
        worstSeverity: Severity?, latest: [LiveMetric], twin: TwinValues?, agent: MachineAgent?, limits: [MachineLimit],
        intervals: [MetricInterval], createdAt: Timestamp
    ) {
        self.id = id
        self.name = name
        self.type = type
        self.factory = factory
        self.factoryName = factoryName
        self.description = description
        self.profile = profile
        self.approval = approval
        self.status = status
        self.latches = latches
        self.isConflicted = isConflicted
        self.openAlerts = openAlerts
        self.worstSeverity = worstSeverity
        self.latest = latest
        self.twin = twin
        self.agent = agent
        self.limits = limits
        self.intervals = intervals
        self.createdAt = createdAt
    }

    /// The word that the API shows: the approval until there is one, then the machine's own status.
    public var shownStatus: String {
        approval == .approved ? status.rawValue : approval.rawValue
    }
}
