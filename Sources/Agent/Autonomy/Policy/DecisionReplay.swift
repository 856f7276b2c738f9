public import DeviceProfiles
public import Telemetry

/// A decision made again from what was kept with it: the rule of the profile on the decision's evidence.
public struct DecisionReplay: Sendable {
    /// Why a decision cannot be made again.
    public struct NotReplayable: Error, Equatable {
        /// For people.
        public var reason: String
    }

    /// The inputs as the decision kept them.
    public let inputs: RuleInputs
    /// What the rule makes of them.
    public let outcome: RuleInputs.Outcome
    /// The versions of profile and rule that decided, where they are not those of this profile: `pump@1, r@2`.
    public let otherVersions: [String]

    /// Makes a decision of a rule again.
    ///
    /// - Parameter model: The versions that the decision names.
    /// - Throws: When the profile has no such rule, or what it looks at was not kept.
    public init(
        rule name: String, evidence: [Decision.Evidence], model: String, by profile: FirmwareProfile
    ) throws(NotReplayable) {
        guard let rule = profile.rules.first(where: { $0.name == name }) else {
            throw NotReplayable(reason: "\(profile.label) has no rule \(name)")
        }
        let versions = model.split(separator: ",").map { String($0.drop { $0 == " " }) }
        guard !versions.contains(MachineGuard.answerModel) else {
            throw NotReplayable(reason: "it concludes what the hub was asked; replay the decision that asked")
        }
        func kept(_ name: String) -> Double? { evidence.last { $0.metric.text == name }?.value }
        var facts: [AtomFact] = []
        var (threshold, score) = (0.0, 0.0)
        switch rule.condition {
        case .value(_, .absolute(let value)): threshold = value
        case .value(_, .ofBaseline(let factor)):
            guard let usual = profile.metrics[rule.slot].baseline ?? kept(rule.baselineName) else {
                throw NotReplayable(reason: "the baseline of \(rule.metric) was not kept")
            }
            threshold = factor * usual
        case .score:
            guard let reached = kept(rule.scoreName) else {
                throw NotReplayable(reason: "the score of \(rule.metric) was not kept")
            }
            score = reached
        case .policy(let condition):
            facts = condition.atoms.map { AtomFact($0.factName.flatMap { kept($0.text) }) }
        }
        inputs = RuleInputs(
            rule: rule, threshold: threshold, score: score, evidence: evidence.filter { !$0.metric.isDerived },
            statusIsAllowed: rule.status.map { profile.autonomy.statuses.contains($0) } ?? true, facts: facts)
        outcome = inputs.outcome()
        otherVersions = versions.prefix(2).filter { ![profile.label, "\(rule.name)@\(rule.version)"].contains($0) }
    }
}

extension MachineGuard {
    /// Stands among the versions of a decision that concludes what the hub was asked.
    static let answerModel = "answer@1"
}

extension AutonomyRule {
    /// Under which a decision keeps a baseline that was learned.
    var baselineName: String { "~baseline.\(metric)" }
    /// Under which a decision keeps the score that reached the rule.
    var scoreName: String { "~score.\(metric)" }
}
