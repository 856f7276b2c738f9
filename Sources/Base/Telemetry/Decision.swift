/// What was decided about an alert and why, in the one form that edge and hub share (plant.md, Decisions).
public struct Decision: Sendable, Equatable {
    /// What was done to the machine.
    public enum Action: String, Sendable, CaseIterable {
        case maintenance = "MAINTENANCE"
        case offline = "OFFLINE"
        case none = "NONE"
    }

    /// One reading that the decision stood on.
    public struct Evidence: Sendable, Equatable {
        /// What was measured.
        public var metric: MetricName
        /// When, in event time.
        public var time: Timestamp
        /// In the unit of the metric.
        public var value: Double

        /// A reading by its three parts.
        public init(metric: MetricName, time: Timestamp, value: Double) {
            self.metric = metric
            self.time = time
            self.value = value
        }
    }

    /// Drawn where it is made.
    public var id: DecisionID
    /// The machine it is about.
    public var machine: MachineKey
    /// The alert that asked for it, where one did.
    public var alert: AlertID?
    /// When it was made.
    public var decidedAt: Timestamp
    /// What is taken to be the cause, in one sentence.
    public var rootCause: String
    /// How bad it would be to do nothing.
    public var riskLevel: Severity
    /// What was done; `none` where it is only a recommendation.
    public var actionTaken: Action
    /// Why, with the values and limits it stood on.
    public var reasoning: String
    /// Money a year, in the factory's currency.
    public var estimatedSavings: Double
    /// Money, in the factory's currency.
    public var preventedLoss: Double
    /// What a person should do next.
    public var humanRecommendation: String
    /// `agent` or `hub`.
    public var decidedBy: String
    /// The rule that led to it, as `over-temperature`.
    public var rule: String
    /// The versions of all that it depends on, as `pump@1, limits@1, twin@1`.
    public var model: String
    /// Whether the hub could be reached when it was made.
    public var hubReachable: Bool
    /// The last readings before it, oldest first, at most 10.
    public var evidence: [Evidence]
    /// Where the hub is asked whether to act: until when the agent waits for the answer before it decides itself.
    public var answerBy: Timestamp?
    /// The decision whose question this one ends.
    public var settles: DecisionID?
    /// All that it depended on, so that it can be made again; kept as it is by everybody who only hands it on.
    ///
    /// Written and read by the part that decides; empty for a decision of an agent that kept none, at most
    /// `inputsBytesMax`.
    public var inputs: [UInt8]

    /// No inputs are longer: one for the longest profile has about 8 200 bytes.
    public static let inputsBytesMax = 12_288

    /// A decision with all that it stood on.
    public init(
        id: DecisionID, machine: MachineKey, alert: AlertID?, decidedAt: Timestamp, rootCause: String,
        riskLevel: Severity, actionTaken: Action, reasoning: String, estimatedSavings: Double, preventedLoss: Double,
        humanRecommendation: String, decidedBy: String, rule: String, model: String, hubReachable: Bool,
        evidence: [Evidence], answerBy: Timestamp? = nil, settles: DecisionID? = nil,
        inputs: [UInt8] = []
    ) {
        self.id = id
        self.machine = machine
        self.alert = alert
        self.decidedAt = decidedAt
        self.rootCause = rootCause
        self.riskLevel = riskLevel
        self.actionTaken = actionTaken
        self.reasoning = reasoning
        self.estimatedSavings = estimatedSavings
        self.preventedLoss = preventedLoss
        self.humanRecommendation = humanRecommendation
        self.decidedBy = decidedBy
        self.rule = rule
        self.model = model
        self.hubReachable = hubReachable
        self.evidence = evidence
        self.answerBy = answerBy
        self.settles = settles
        self.inputs = inputs
    }
}
