internal import DeviceProfiles
internal import Runtime
public import Telemetry

/// What becomes of actions that the hub is asked about.
extension MachineGuard {
    /// The decisions that ask the hub and have no answer yet.
    public var openQuestions: [DecisionID] { questions.map(\.decision) }

    /// The hub, or a person there, has answered a decision that asked; nothing happens for one that asks nothing.
    ///
    /// Even with a yes everything else still holds: latch, limits, hours, envelope, and the rule's condition.
    public mutating func answer(
        _ question: DecisionID, isAllowed: Bool, by actor: String, context: inout GuardContext,
        effects: inout [AutonomyEffect]
    ) {
        guard let index = questions.firstIndex(where: { $0.decision == question }) else { return }
        let asked = questions.remove(at: index)
        conclude(asked, QuestionAnswer(isAllowed ? .agreed : .refused, detail: actor), &context, &effects)
    }

    /// Decides what the hub did not answer in time.
    mutating func endQuestions(_ context: inout GuardContext, _ effects: inout [AutonomyEffect]) {
        while let index = questions.firstIndex(where: { context.now >= $0.until }) {
            let asked = questions.remove(at: index)
            let waited = asked.until.seconds(since: asked.askedAt)
            conclude(asked, QuestionAnswer(.silent, waitedSeconds: waited), &context, &effects)
        }
    }

    /// Ends all open questions without an answer.
    mutating func withdrawQuestions(
        _ why: String, _ context: inout GuardContext, _ effects: inout [AutonomyEffect]
    ) {
        let asked = questions
        questions.removeAll()
        for question in asked { conclude(question, QuestionAnswer(.withdrawn, detail: why), &context, &effects) }
    }

    /// What lies behind a rule: as it says, or what it looks at.
    private func cause(of place: Int) -> String {
        let rule = rules[place].rule
        guard rule.rootCause.isEmpty else { return rule.rootCause }
        guard let watch = rules[place].policy else { return "Rule \(rule.name)" }
        return NumberText.sentence(watch.condition.text(with: watch.facts))
    }

    /// A second decision of the same rule, about the command alone: the status was the first one's.
    private mutating func conclude(
        _ asked: PendingQuestion, _ answer: QuestionAnswer, _ context: inout GuardContext,
        _ effects: inout [AutonomyEffect]
    ) {
        alarmRevision += 1
        guard let place = rules.firstIndex(where: { $0.rule.name == asked.rule }) else { return }
        let rule = rules[place].rule
        let id = DecisionID.timeOrdered(at: context.now, using: &context.random)
        let inputs = inputs(of: place, threshold: 0, heldSeconds: 0, answer: answer, context)
        let outcome = inputs.course().outcome
        let proposal = proposal(outcome, of: rule, decision: id, &context)
        var parts = [answer.text]
        if !inputs.conditionCounts {
            parts.append("The condition of rule \(rule.name)@\(rule.version) is over; nothing is sent.")
        } else if !answer.isAllowed {
            parts.append("Nothing is sent.")
        } else {
            parts.append(DecisionText.commanded(proposal))
        }
        effects.append(
            .decision(
                Decision(
                    id: id, machine: key, alert: alert(about: rule)?.id, decidedAt: context.now,
                    rootCause: cause(of: place), riskLevel: rule.riskLevel,
                    actionTaken: outcome.action, reasoning: parts.joined(separator: " "), estimatedSavings: 0,
                    preventedLoss: rule.preventedLoss, humanRecommendation: rule.recommendation, decidedBy: "agent",
                    rule: rule.name, model: "\(versions(rule)), \(Self.answerModel)",
                    hubReachable: context.hubReachable, evidence: inputs.condition.evidence,
                    settles: asked.decision, inputs: DecisionRecord(inputs: inputs, outcome: outcome).bytes)))
        send(proposal, rule: rule.name, decision: id, &context, &effects)
    }
}
