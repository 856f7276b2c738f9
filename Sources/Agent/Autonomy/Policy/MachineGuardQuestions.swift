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
        let word = isAllowed ? "\(actor) agreed" : "\(actor) refused"
        conclude(asked, isAllowed: isAllowed, "The hub was asked: \(word).", &context, &effects)
    }

    /// Decides what the hub did not answer in time.
    mutating func endQuestions(_ context: inout GuardContext, _ effects: inout [AutonomyEffect]) {
        while let index = questions.firstIndex(where: { context.now >= $0.until }) {
            let asked = questions.remove(at: index)
            let waited = NumberText.seconds(asked.until.seconds(since: asked.askedAt))
            conclude(
                asked, isAllowed: true, "The hub was asked and did not answer within \(waited); the agent decides.",
                &context, &effects)
        }
    }

    /// Ends all open questions without an answer.
    mutating func withdrawQuestions(
        _ why: String, _ context: inout GuardContext, _ effects: inout [AutonomyEffect]
    ) {
        let asked = questions
        questions.removeAll()
        for question in asked { conclude(question, isAllowed: false, why, &context, &effects) }
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
        _ asked: PendingQuestion, isAllowed: Bool, _ answer: String, _ context: inout GuardContext,
        _ effects: inout [AutonomyEffect]
    ) {
        alarmRevision += 1
        guard let place = rules.firstIndex(where: { $0.rule.name == asked.rule }) else { return }
        let rule = rules[place].rule
        let id = DecisionID.timeOrdered(at: context.now, using: &context.random)
        var proposal = CommandProposal.none
        var parts = [answer]
        if !rules[place].crossing.isActive {
            parts.append("The condition of rule \(rule.name)@\(rule.version) is over; nothing is sent.")
        } else if !isAllowed {
            parts.append("Nothing is sent.")
        } else {
            proposal = command(of: rule, decision: id, isConfirmed: true, &context)
            parts.append(DecisionText.commanded(proposal))
        }
        let evidence = evidence(of: place)
        effects.append(
            .decision(
                Decision(
                    id: id, machine: key, alert: alert(about: rule)?.id, decidedAt: context.now,
                    rootCause: cause(of: place), riskLevel: rule.riskLevel,
                    actionTaken: .none, reasoning: parts.joined(separator: " "), estimatedSavings: 0,
                    preventedLoss: rule.preventedLoss, humanRecommendation: rule.recommendation, decidedBy: "agent",
                    rule: rule.name, model: "\(versions(rule)), \(Self.answerModel)",
                    hubReachable: context.hubReachable, evidence: evidence, settles: asked.decision)))
        send(proposal, rule: rule.name, decision: id, &context, &effects)
    }
}
