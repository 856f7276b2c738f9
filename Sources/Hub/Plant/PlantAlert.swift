public import Telemetry

/// An alert with what people did about it.
///
/// What the agent says and what people say are kept apart; the state follows.
public struct PlantAlert: Sendable, Equatable {
    /// Its id.
    public var id: AlertID
    /// Nothing for an alert about an agent itself.
    public var machine: MachineID?
    /// The machine's name.
    public var machineName: String?
    /// The factory.
    public var factory: FactoryID?
    /// The agent that it came from or is about.
    public var agent: AgentID?
    /// What it is about.
    public var kind: AlertKind
    /// The metric.
    public var metric: MetricName?
    /// How bad it is.
    public var severity: Severity
    /// Whether the condition holds, as the agent last said.
    public var isActive: Bool
    /// Whether it is suppressed by design.
    public var isSuppressed: Bool
    /// What was measured, in the metric's unit.
    public var value: Double?
    /// The limit that was crossed.
    public var limit: Double?
    /// UCUM.
    public var unit: String?
    /// What was expected.
    public var expected: Double?
    /// The calibrated anomaly score, 0 to 1.
    public var score: Double?
    /// One sentence for a person.
    public var message: String
    /// When it was raised.
    public var raisedAt: Timestamp
    /// When it last changed.
    public var changedAt: Timestamp
    /// When the condition went away.
    public var returnedAt: Timestamp?
    /// When it was first acknowledged.
    public var acknowledgedAt: Timestamp?
    /// Who acknowledged it first.
    public var acknowledgedBy: String?
    /// When it was resolved.
    public var resolvedAt: Timestamp?
    /// Who resolved it.
    public var resolvedBy: String?
    /// The last comment.
    public var comment: String?
    /// Until when it is shelved.
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
