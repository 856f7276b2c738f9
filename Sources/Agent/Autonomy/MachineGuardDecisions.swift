internal import AnalyticsAnomaly
internal import DeviceProfiles
internal import Runtime
internal import Telemetry

extension MachineGuard {
    /// A rule's condition has held for its duration: decides, and acts as far as the autonomy policy lets it.
    ///
    /// The order of the effects is the order of the truth: the decision, then the status, then the command.
    mutating func decide(
        _ place: Int, threshold: Double, since: Timestamp, at time: Timestamp, _ context: inout GuardContext,
        _ effects: inout [AutonomyEffect]
    ) {
        let rule = rules[place].rule
        let slot = slots[rule.slot]
        let inputs = RuleInputs(
            rule: rule, threshold: threshold, score: rules[place].reachedScore,
            evidence: slot.evidence.readings(of: slot.definition.name),
            statusIsAllowed: rule.status.map { profile.autonomy.statuses.contains($0) } ?? true)
        let outcome = inputs.outcome()
        let id = DecisionID.timeOrdered(at: context.now, using: &context.random)
        let command = inputs.statusIsAllowed ? command(of: rule, decision: id, &context) : .none
        let alert = alert(about: rule)
        let text = DecisionText(
            inputs: inputs, outcome: outcome, slot: slot, since: since, at: time, command: command,
            hubReachable: context.hubReachable)
        let money = DecisionEconomics(
            rule: rule, kind: alert?.kind, evidenceMean: inputs.mean, baseline: slot.baseline?.value,
            power: fresh(roles.power, at: time), rate: settings.energyRate)
        effects.append(
            .decision(
                Decision(
                    id: id, machine: key, alert: alert?.id, decidedAt: context.now, rootCause: text.rootCause,
                    riskLevel: outcome.risk, actionTaken: outcome.action, reasoning: text.reasoning,
                    estimatedSavings: money.savings, preventedLoss: money.preventedLoss,
                    humanRecommendation: text.recommendation, decidedBy: "agent", rule: rule.name,
                    model: versions(rule), hubReachable: context.hubReachable, evidence: inputs.evidence)))
        alarmRevision += 1
        act(outcome, rule, decision: id, command, text, &context, &effects)
    }

    private mutating func act(
        _ outcome: RuleInputs.Outcome, _ rule: AutonomyRule, decision: DecisionID, _ command: CommandProposal,
        _ text: DecisionText, _ context: inout GuardContext, _ effects: inout [AutonomyEffect]
    ) {
        guard rule.mode == .act else { return }
        if let wanted = rule.status, outcome.action != .none, wanted > status {
            status = wanted
            effects.append(.status(wanted, reason: text.rootCause, decision: decision))
        }
        switch command {
        case .none: break
        case .refused(let refused): effects.append(.action(refused))
        case .allowed(let allowed):
            policy.note(allowed.action.name, at: context.now)
            effects.append(.command(allowed))
        }
    }

    /// The command that a rule wants, or why it is not sent.
    private func command(
        of rule: AutonomyRule, decision: DecisionID, _ context: inout GuardContext
    ) -> CommandProposal {
        guard rule.mode == .act, let name = rule.action else { return .none }
        let id = DeviceCommandID.timeOrdered(at: context.now, using: &context.random)
        var action = DeviceAction(
            id: id, machine: key, decision: decision, name: name, state: .intended, reason: "rule \(rule.name)",
            requestedAt: context.now, changedAt: context.now, expiresAt: context.now)
        let definition = profile.action(named: name)
        let refusal: String?
        if definition == nil {
            refusal = "the profile has no action \(name)"
        } else if isLatched, definition?.leadsTo == .online {
            refusal = "a safety latch is set"
        } else {
            refusal = policy.refusal(of: name, by: profile.autonomy, at: context.now)
        }
        guard let definition, refusal == nil else {
            action.state = .refused
            action.reason = refusal ?? ""
            return .refused(action)
        }
        switch Self.arguments(definition, rule.arguments) {
        case .failure(let wrong):
            action.state = .refused
            action.reason = wrong.reason
            return .refused(action)
        case .success(let arguments):
            action.expiresAt = context.now.advanced(seconds: definition.expiresSeconds)
            let payload = CommandPayload.encode(
                id: id, action: name, arguments: arguments, expires: action.expiresAt)
            return .allowed(
                DeviceCommand(
                    action: action, topic: definition.topic(for: key), payload: payload,
                    timeoutSeconds: definition.timeoutSeconds, executionClass: definition.executionClass))
        }
    }

    /// The arguments of a command, each within its range; the profile's own where the rule says nothing.
    static func arguments(
        _ definition: ActionDefinition, _ given: [String: Double]
    ) -> Result<[String: Double], ArgumentRefusal> {
        var arguments: [String: Double] = [:]
        for argument in definition.arguments {
            guard let value = given[argument.name] ?? argument.fallback else {
                return .failure(ArgumentRefusal(reason: "\(argument.name) is missing"))
            }
            guard argument.range.contains(value) else {
                return .failure(
                    ArgumentRefusal(reason: "\(argument.name) of \(NumberText.of(value)) is outside its range"))
            }
            arguments[argument.name] = value
        }
        return .success(arguments)
    }

    /// The alert that a rule's decision is about: the active one of its metric, a limit's before a score's.
    private func alert(about rule: AutonomyRule) -> Alert? {
        let crossed = slots[rule.slot].limits.map { limits[$0].life }.first(where: \.isActive)
        let odd = slots[rule.slot].anomaly.map(\.life).flatMap { $0.isActive ? $0 : nil }
        if case .score = rule.condition { return (odd ?? crossed)?.alert }
        return (crossed ?? odd)?.alert
    }

    private func versions(_ rule: AutonomyRule) -> String {
        "\(profile.label), \(rule.name)@\(rule.version), scorer@1" + (twin == nil ? "" : ", twin@1")
    }
}

/// Why an argument cannot be sent.
struct ArgumentRefusal: Error {
    let reason: String
}

/// What becomes of the command that a rule wants.
enum CommandProposal {
    case none
    case refused(DeviceAction)
    case allowed(DeviceCommand)
}

extension RuleInputs {
    /// The mean of the evidence; 0 without any.
    var mean: Double {
        evidence.isEmpty ? 0 : evidence.reduce(0) { $0 + $1.value } / Double(evidence.count)
    }
}
