internal import AnalyticsTwin
internal import DeviceProfiles
internal import Runtime
internal import Telemetry

/// What stands between a rule's wish and a command: latch, policy, hours, ranges, envelope, twin, and a confirmation.
extension MachineGuard {
    /// The command that a rule wants, or why it is not sent; `isConfirmed` once the hub was asked.
    func command(
        of rule: AutonomyRule, decision: DecisionID, isConfirmed: Bool, _ context: inout GuardContext
    ) -> CommandProposal {
        guard rule.mode == .act, let name = rule.action else { return .none }
        let id = DeviceCommandID.timeOrdered(at: context.now, using: &context.random)
        var action = DeviceAction(
            id: id, machine: key, decision: decision, name: name, state: .intended, reason: "rule \(rule.name)",
            requestedAt: context.now, changedAt: context.now, expiresAt: context.now)
        switch permit(name, rule.arguments, context) {
        case .failure(let refusal):
            action.state = .refused
            action.reason = refusal.reason
            return .refused(action)
        case .success(let permitted):
            let permission = permitted.permission
            if permission.confirmation == .hub, !isConfirmed, context.hubReachable, profile.autonomy.askHubSeconds > 0,
                questions.count < PendingQuestion.countMax
            {
                let until = context.now.advanced(seconds: profile.autonomy.askHubSeconds)
                return .asked(action, until: until, trial: permitted.trial)
            }
            let definition = permitted.definition
            action.expiresAt = context.now.advanced(seconds: definition.expiresSeconds)
            let payload = CommandPayload.encode(
                id: id, action: name, arguments: permitted.arguments, expires: action.expiresAt)
            return .allowed(
                DeviceCommand(
                    action: action, topic: definition.topic(for: key), payload: payload,
                    timeoutSeconds: definition.timeoutSeconds, executionClass: definition.executionClass),
                trial: permitted.trial)
        }
    }

    /// An action that may be sent, with what the twin said of it.
    private struct Permitted {
        var definition: ActionDefinition
        var permission: ActionPermission
        var arguments: [String: Double]
        var trial: String
    }

    private func permit(
        _ name: String, _ given: [String: Double], _ context: GuardContext
    ) -> Result<Permitted, ArgumentRefusal> {
        func refused(_ reason: String) -> Result<Permitted, ArgumentRefusal> {
            .failure(ArgumentRefusal(reason: reason))
        }
        guard let definition = profile.action(named: name) else { return refused("the profile has no action \(name)") }
        if isLatched, starts(name, with: given, at: context.now) { return refused("a safety latch is set") }
        if let refusal = policy.refusal(of: name, by: profile.autonomy, at: context.now) { return refused(refusal) }
        guard let permission = profile.autonomy.permission(for: name) else {
            return refused("the autonomy policy does not allow \(name)")
        }
        if let hours = permission.hours, !hours.contains(secondOfWeek: context.secondOfWeek) {
            let now = HoursWindow.text(secondOfWeek: context.secondOfWeek)
            return refused("OUTSIDE_HOURS: \(name) may be sent \(hours), and it is \(now)")
        }
        let arguments: [String: Double]
        switch Self.arguments(definition, given) {
        case .failure(let wrong): return .failure(wrong)
        case .success(let checked): arguments = checked
        }
        for (argument, range) in profile.autonomy.envelope.arguments.sorted(by: { $0.key < $1.key }) {
            if let value = arguments[argument], !range.contains(value) {
                return refused("OUTSIDE_ENVELOPE: \(argument) of \(NumberText.of(value)) leaves the envelope")
            }
        }
        let trial: String
        switch ask(definition, arguments, permission, context) {
        case .failure(let refusal): return .failure(refusal)
        case .success(let text): trial = text
        }
        if permission.confirmation == .person {
            return refused("CONFIRMATION_NEEDED: a person has to confirm \(name)")
        }
        return .success(Permitted(definition: definition, permission: permission, arguments: arguments, trial: trial))
    }

    /// Asks the twin what an action leads to; what it says, or why the action is not sent.
    private func ask(
        _ definition: ActionDefinition, _ arguments: [String: Double], _ permission: ActionPermission,
        _ context: GuardContext
    ) -> Result<String, ArgumentRefusal> {
        let envelope = profile.autonomy.envelope
        guard !envelope.bounds.isEmpty else { return .success("") }
        let unknown: String
        if let calibrated, calibrated.twin.state.time != nil, roles.power.map({ isHeard($0, context) }) ?? false {
            if let load = definition.power(with: arguments) {
                let trial = TwinTrial(definition.name, load: load, on: calibrated, within: envelope)
                return trial.refusal.map { .failure(ArgumentRefusal(reason: $0)) } ?? .success(trial.text)
            }
            unknown = "the profile states no load for it"
        } else {
            unknown = "the machine's load is not known"
        }
        let isStop = definition.leadsTo == .offline || definition.leadsTo == .maintenance
        switch permission.unproven ?? (isStop ? .allow : .recommend) {
        case .allow: return .success("The twin cannot say what \(definition.name) does: \(unknown).")
        case .recommend:
            return .failure(
                ArgumentRefusal(
                    reason: "EFFECT_UNKNOWN: the twin cannot say what \(definition.name) does: \(unknown)"))
        }
    }
}

/// What becomes of the command that a rule wants.
enum CommandProposal {
    case none
    case refused(DeviceAction)
    /// The hub is asked first.
    case asked(DeviceAction, until: Timestamp, trial: String)
    /// With what the twin said of it.
    case allowed(DeviceCommand, trial: String)

    /// Until when the hub is waited for.
    var answerBy: Timestamp? {
        if case .asked(_, let until, _) = self { until } else { nil }
    }
}
