/// One occurrence of an abnormal condition of a machine, from its raising to its return to normal.
///
/// The id is drawn where the alert is raised and never changes; each change of state is a record of its own that
/// carries the alert as it then stands, and `revision` rises by one with each.
public struct Alert: Sendable, Equatable {
    /// Drawn where the alert is raised; the same for its whole life.
    public var id: AlertID
    /// The machine, as the edge names it.
    public var machine: MachineKey
    /// What it is about.
    public var kind: AlertKind
    /// The metric at fault, where there is one.
    public var metric: MetricName?
    /// How bad it is now; it may rise while the condition holds.
    public var severity: Severity
    /// Where it is in its life.
    public var state: AlertState
    /// 1 when it is raised, and one more with each change.
    public var revision: UInt32
    /// What was measured when it was last raised or made worse, in the metric's unit.
    public var value: Double?
    /// The limit that was crossed, in the metric's unit.
    public var limit: Double?
    /// What was expected, for anomalies.
    public var expected: Double?
    /// The calibrated anomaly score, 0 to 1, for anomalies.
    public var score: Double?
    /// One sentence for a person.
    public var message: String
    /// When the condition was first met, in event time.
    public var raisedAt: Timestamp
    /// When this revision was made.
    public var changedAt: Timestamp
    /// When the condition ended; nothing while it holds.
    public var returnedAt: Timestamp?

    /// An alert as it stands at one revision.
    public init(
        id: AlertID, machine: MachineKey, kind: AlertKind, metric: MetricName?, severity: Severity, state: AlertState,
        revision: UInt32 = 1, value: Double?, limit: Double?, expected: Double? = nil, score: Double? = nil,
        message: String, raisedAt: Timestamp, changedAt: Timestamp, returnedAt: Timestamp? = nil
    ) {
        self.id = id
        self.machine = machine
        self.kind = kind
        self.metric = metric
        self.severity = severity
        self.state = state
        self.revision = revision
        self.value = value
        self.limit = limit
        self.expected = expected
        self.score = score
        self.message = message
        self.raisedAt = raisedAt
        self.changedAt = changedAt
        self.returnedAt = returnedAt
    }
}
