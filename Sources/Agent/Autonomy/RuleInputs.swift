public import DeviceProfiles
public import Telemetry

/// All that the outcome of a rule depends on; kept with a decision, it gives the same outcome again.
public struct RuleInputs: Sendable, Equatable {
    /// The rule, in the version that was in force.
    public var rule: AutonomyRule
    /// What the condition is compared with: in the metric's unit, or a score.
    public var threshold: Double
    /// The newest score that reached the rule; only rules on scores look at it.
    public var score: Double
    /// What was known of each atom of a policy; empty for one comparison of one metric.
    public var facts: [AtomFact]
    /// The readings of the rule's metric, oldest first, and the facts of a policy behind them.
    public var evidence: [Decision.Evidence]
    /// Whether the autonomy policy allows the agent to set the rule's status.
    public var statusIsAllowed: Bool

    /// The inputs of one decision.
    public init(
        rule: AutonomyRule, threshold: Double, score: Double, evidence: [Decision.Evidence], statusIsAllowed: Bool,
        facts: [AtomFact] = []
    ) {
        self.rule = rule
        self.threshold = threshold
        self.score = score
        self.evidence = evidence
        self.facts = facts
        self.statusIsAllowed = statusIsAllowed
    }

    /// What a rule makes of its inputs.
    public struct Outcome: Sendable, Equatable {
        /// What is done to the machine.
        public var action: Decision.Action
        /// How bad it is.
        public var risk: Severity

        /// An outcome to compare with.
        public init(action: Decision.Action, risk: Severity) {
            self.action = action
            self.risk = risk
        }
    }

    /// The outcome; a pure function, used to decide and to check a decision again.
    ///
    /// A condition that the newest reading does not fulfil leads to nothing and INFO. A rule that only recommends or
    /// shadows, or that the policy does not let act, leads to NONE at the rule's own risk.
    public func outcome() -> Outcome {
        guard holds else { return Outcome(action: .none, risk: .info) }
        let acts = rule.mode == .act && (rule.status == nil || statusIsAllowed)
        return Outcome(action: acts ? rule.decisionAction : .none, risk: rule.riskLevel)
    }

    /// The newest reading of the rule's metric.
    private var newest: Double? { evidence.last { $0.metric == rule.metric }?.value }

    /// Whether the newest of what was known fulfils the condition.
    var holds: Bool {
        switch rule.condition {
        case .score(let atLeast): score >= atLeast
        case .value(.above, _): newest.map { $0 > threshold } ?? false
        case .value(.below, _): newest.map { $0 < threshold } ?? false
        case .policy(let condition): condition.truth(of: facts, isHeld: false) == .yes
        }
    }
}
