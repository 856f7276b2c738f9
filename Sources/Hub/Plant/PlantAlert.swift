public import Telemetry

/// An alert with what people did about it. What the agent says and what people say are kept apart; the state follows.
public struct PlantAlert: Sendable, Equatable {
    public var id: AlertID
    /// Nothing for an alert about an agent itself.
    public var machine: MachineID?
    public var machineName: String?
    public var factory: FactoryID?
    public var agent: AgentID?
    public var kind: AlertKind
    public var metric: MetricName?
    public var severity: Severity
    /// Whether the condition holds, as the agent last said.
    public var isActive: Bool
    public var isSuppressed: Bool
    public var value: Double?
    public var limit: Double?
    public var unit: String?
    public var expected: Double?
    public var score: Double?
    public var message: String
    public var raisedAt: Timestamp
    public var changedAt: Timestamp
    public var returnedAt: Timestamp?
    public var acknowledgedAt: Timestamp?
    public var acknowledgedBy: String?
    public var resolvedAt: Timestamp?
    public var resolvedBy: String?
    public var comment: String?
    public var shelvedUntil: Timestamp?

    /// An alert as it was read.
    public init(
        id: AlertID, machine: MachineID?, machineName: String?, factory: FactoryID?, agent: AgentID?, kind: AlertKind,
        metric: MetricName?, severity: Severity, isActive: Bool, isSuppressed: Bool, value: Double?, limit: Double?,
        unit: String?,
        expected: Double?, score: Double?, message: String, raisedAt: Timestamp, changedAt: Timestamp,
        returnedAt: Timestamp?, acknowledgedAt: Timestamp?, acknowledgedBy: String?, resolvedAt: Timestamp?,
        resolvedBy: String?, comment: String?, shelvedUntil: Timestamp?
    ) {
        self.id = id
        self.machine = machine
        self.machineName = machineName
        self.factory = factory
        self.agent = agent
        self.kind = kind
        self.metric = metric
        self.severity = severity
        self.isActive = isActive
        self.isSuppressed = isSuppressed
        self.value = value
        self.limit = limit
        self.unit = unit
        self.expected = expected
        self.score = score
        self.message = message
        self.raisedAt = raisedAt
        self.changedAt = changedAt
        self.returnedAt = returnedAt
        self.acknowledgedAt = acknowledgedAt
        self.acknowledgedBy = acknowledgedBy
        self.resolvedAt = resolvedAt
        self.resolvedBy = resolvedBy
        self.comment = comment
        self.shelvedUntil = shelvedUntil
    }

    /// The state in the words of ISA-18.2; a shelf that has run out hides nothing.
    public func state(at now: Timestamp) -> AlertState {
        if resolvedAt != nil { return .normal }
        if isSuppressed { return .suppressed }
        if let shelvedUntil, shelvedUntil > now { return .shelved }
        if isActive { return acknowledgedAt == nil ? .unacknowledgedActive : .acknowledgedActive }
        return acknowledgedAt == nil ? .unacknowledgedReturned : .normal
    }
}
