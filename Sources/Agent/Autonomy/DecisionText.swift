internal import AnalyticsAnomaly
internal import DeviceProfiles
internal import Telemetry

/// The sentences of a decision, made from its values and nothing else.
struct DecisionText {
    let rootCause: String
    let reasoning: String
    let recommendation: String

    init(
        inputs: RuleInputs, outcome: DecisionOutcome, slot: GuardSlot, since: Timestamp, at time: Timestamp,
        command: CommandProposal, hubReachable: Bool
    ) {
        let rule = inputs.rule
        rootCause = rule.rootCause.isEmpty ? Self.observed(inputs, slot, since, time) : rule.rootCause
        let parts = [
            Self.observed(inputs, slot, since, time) + ".", Self.values(inputs, slot), Self.done(rule, outcome, inputs),
            Self.commanded(command),
            Self.alone(command, hubReachable: hubReachable),
        ]
        reasoning = parts.filter { !$0.isEmpty }.joined(separator: " ")
        recommendation = Self.recommended(rule, outcome)
    }

    /// `Temperature over 85 °C for 10 s`.
    private static func observed(
        _ inputs: RuleInputs, _ slot: GuardSlot, _ since: Timestamp, _ time: Timestamp
    ) -> String {
        let held = NumberText.seconds(max(0, time.seconds(since: since)))
        switch inputs.rule.condition {
        case .score(let atLeast):
            return "\(slot.title) scored \(NumberText.score(atLeast)) or more for \(held)"
        case .value(let direction, let threshold):
            let side = direction == .above ? "over" : "under"
            guard case .ofBaseline(let factor) = threshold else {
                return "\(slot.title) \(side) \(slot.text(inputs.threshold)) for \(held)"
            }
            let percent = NumberText.of(factor * 100)
            return "\(slot.title) \(side) \(percent) % of the baseline (\(slot.text(inputs.threshold))) for \(held)"
        case .policy(let condition):
            return "\(NumberText.sentence(condition.text(with: inputs.facts))), for \(held)"
        }
    }

    private static func values(_ inputs: RuleInputs, _ slot: GuardSlot) -> String {
        let readings = inputs.evidence.filter { $0.metric == inputs.rule.metric }
        guard let last = readings.last?.value, let high = readings.map(\.value).max(),
            let low = readings.map(\.value).min()
        else { return "" }
        let range = "the last \(readings.count) readings lie between \(slot.text(low)) and \(slot.text(high))"
        if case .policy = inputs.rule.condition { return "\(slot.title) is \(slot.text(last)) now; \(range)." }
        guard case .score = inputs.rule.condition else { return "It is \(slot.text(last)) now; \(range)." }
        let expected = "expected \(slot.text(slot.score.expected))"
        return "It is \(slot.text(last)) now, \(expected), score \(NumberText.score(inputs.score)); \(range)."
    }

    private static func done(_ rule: AutonomyRule, _ outcome: DecisionOutcome, _ inputs: RuleInputs) -> String {
        let name = "Rule \(rule.name)@\(rule.version)"
        switch rule.mode {
        case .shadow: return "\(name) is in shadow mode: it would have \(wish(rule)), and did not."
        case .recommend: return "\(name) only recommends."
        case .act: break
        }
        if outcome.action != .none { return "\(name) sets the status \(outcome.action.rawValue)." }
        if let status = rule.status, !inputs.statusIsAllowed {
            return "\(name) asks for \(status.rawValue), which the autonomy policy does not allow."
        }
        return "\(name) changes no status."
    }

    private static func alone(_ command: CommandProposal, hubReachable: Bool) -> String {
        if case .asked = command { return "" }
        return hubReachable
            ? "The hub was reachable; the rule needs no answer from it."
            : "The hub was not reachable; the agent decided by itself."
    }

    static func commanded(_ command: CommandProposal) -> String {
        switch command {
        case .none: ""
        case .allowed(let command, let trial):
            "The device is told to \(command.action.name)." + (trial.isEmpty ? "" : " " + trial)
        case .asked(let action, let until, let trial):
            "The hub is asked whether to send \(action.name); without an answer by \(until) the agent decides."
                + (trial.isEmpty ? "" : " " + trial)
        case .refused(let action): "The command \(action.name) is not sent: \(action.reason)."
        }
    }

    private static func recommended(_ rule: AutonomyRule, _ outcome: DecisionOutcome) -> String {
        var parts: [String] = []
        if outcome.action == .none, rule.status != nil || rule.action != nil {
            parts.append("Decide whether to act: the rule would have \(wish(rule)).")
        }
        if !rule.recommendation.isEmpty { parts.append(rule.recommendation) }
        if let hours = rule.maintenanceWindowHours {
            parts.append("Plan maintenance within \(NumberText.of(hours)) hours.")
        }
        return parts.isEmpty ? "None." : parts.joined(separator: " ")
    }

    private static func wish(_ rule: AutonomyRule) -> String {
        let status = rule.status.map { "set the status \($0.rawValue)" }
        let action = rule.action.map { "sent the command \($0)" }
        let wishes = [status, action].compactMap(\.self)
        return wishes.isEmpty ? "raised a warning" : wishes.joined(separator: " and ")
    }
}
