public import Telemetry

/// A machine as lists and screens show it: what it is, how it is, and who looks after it.
public struct Machine: Sendable, Equatable {
    public var id: MachineID
    public var name: String
    /// PUMP, MOTOR, COMPRESSOR, CONVEYOR or a profile's own.
    public var type: String
    public var factory: FactoryID
    public var factoryName: String
    public var description: String?
    public var profile: String?
    public var approval: Approval
    /// What it is allowed to do, once it is approved.
    public var status: MachineStatus
    public var openAlerts: Int
    public var worstSeverity: Severity?
    /// The newest value of each measured metric.
    public var latest: [LiveMetric]
    public var twin: TwinValues?
    public var agent: MachineAgent?
    public var limits: [MachineLimit]
    public var intervals: [MetricInterval]
    public var createdAt: Timestamp

    /// A machine as it was read.
    public init(
        id: MachineID, name: String, type: String, factory: FactoryID, factoryName: String, description: String?,
        profile: String?, approval: Approval, status: MachineStatus, openAlerts: Int, worstSeverity: Severity?,
        latest: [LiveMetric], twin: TwinValues?, agent: MachineAgent?, limits: [MachineLimit],
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
