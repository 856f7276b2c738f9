internal import DeviceProfiles
internal import Runtime
internal import Telemetry

/// What a guard decides by, gathered at one moment.
extension MachineGuard {
    /// All that a decision of a rule depends on now.
    func inputs(
        of place: Int, threshold: Double, heldSeconds: Double, answer: QuestionAnswer?, _ context: GuardContext
    ) -> DecisionInputs {
        let rule = rules[place].rule
        let action = rule.action.flatMap { profile.action(named: $0) }
        let names = Set(action?.arguments.map(\.name) ?? [])
        var envelope = profile.autonomy.envelope
        envelope.arguments = envelope.arguments.filter { names.contains($0.key) }
        var inputs = DecisionInputs(
            condition: RuleInputs(
                rule: rule, threshold: threshold, score: rules[place].reachedScore, evidence: evidence(of: place),
                statusIsAllowed: rule.status.map { profile.autonomy.statuses.contains($0) } ?? true,
                facts: rules[place].policy?.facts ?? []),
            heldSeconds: heldSeconds, conditionCounts: rules[place].crossing.isActive, answer: answer, action: action,
            permission: rule.action.flatMap { profile.autonomy.permission(for: $0) },
            askHubSeconds: profile.autonomy.askHubSeconds, envelope: envelope, status: status, isLatched: isLatched,
            hubReachable: context.hubReachable, openQuestions: questions.count, secondOfWeek: context.secondOfWeek,
            power: fresh(roles.power, at: context.now),
            sent: rule.action.map { policy.counts(of: $0, at: context.now) } ?? SentCounts())
        let isAsked = action != nil && !envelope.bounds.isEmpty && rule.mode == .act
        if isAsked, let calibrated, roles.power.map({ isHeard($0, context) }) ?? false {
            inputs.twin = TwinBasis(calibrated)
        }
        return inputs
    }

    /// The command that came of a decision, with what its device and its record need.
    func proposal(
        _ outcome: DecisionOutcome, of rule: AutonomyRule, decision: DecisionID, _ context: inout GuardContext
    ) -> CommandProposal {
        guard let name = outcome.command else { return .none }
        let id = DeviceCommandID.timeOrdered(at: context.now, using: &context.random)
        var action = DeviceAction(
            id: id, machine: key, decision: decision, name: name, state: .intended, reason: "rule \(rule.name)",
            requestedAt: context.now, changedAt: context.now, expiresAt: context.now)
        guard outcome.result != .asked else {
            let until = context.now.advanced(seconds: profile.autonomy.askHubSeconds)
            return .asked(action, until: until, trial: outcome.trial)
        }
        guard outcome.result == .acted, let definition = profile.action(named: name) else {
            action.state = .refused
            action.reason = outcome.reason
            return .refused(action)
        }
        action.expiresAt = context.now.advanced(seconds: definition.expiresSeconds)
        let payload = CommandPayload.encode(
            id: id, action: name, arguments: outcome.arguments, expires: action.expiresAt)
        return .allowed(
            DeviceCommand(
                action: action, topic: definition.topic(for: key), payload: payload,
                timeoutSeconds: definition.timeoutSeconds, executionClass: definition.executionClass),
            trial: outcome.trial)
    }
}
