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
        let inputs = inputs(
            of: place, threshold: threshold, heldSeconds: time.seconds(since: since), answer: nil, context)
        let outcome = inputs.course().outcome
        let id = DecisionID.timeOrdered(at: context.now, using: &context.random)
        let command = proposal(outcome, of: rule, decision: id, &context)
        let alert = alert(about: rule)
        let text = DecisionText(
            inputs: inputs.condition, outcome: outcome, slot: slot, since: since, at: time, command: command,
            hubReachable: context.hubReachable)
        let money = DecisionEconomics(
            rule: rule, kind: alert?.kind, evidenceMean: inputs.condition.mean, baseline: slot.baseline?.value,
            power: fresh(roles.power, at: time), rate: settings.energyRate)
        effects.append(
            .decision(
                Decision(
                    id: id, machine: key, alert: alert?.id, decidedAt: context.now, rootCause: text.rootCause,
                    riskLevel: outcome.risk, actionTaken: outcome.action, reasoning: text.reasoning,
                    estimatedSavings: money.savings, preventedLoss: money.preventedLoss,
                    humanRecommendation: text.recommendation, decidedBy: "agent", rule: rule.name,
                    model: versions(rule), hubReachable: context.hubReachable, evidence: inputs.condition.evidence,
                    answerBy: command.answerBy, inputs: DecisionRecord(inputs: inputs, outcome: outcome).bytes)))
        alarmRevision += 1
        if let wanted = outcome.status {
            status = wanted
            effects.append(.status(wanted, reason: text.rootCause, decision: id))
        }
        send(command, rule: rule.name, decision: id, &context, &effects)
    }

    /// Does with a command what was decided about it.
    mutating func send(
        _ command: CommandProposal, rule: String, decision: DecisionID, _ context: inout GuardContext,
        _ effects: inout [AutonomyEffect]
    ) {
        switch command {
        case .none: break
        case .refused(let refused): effects.append(.action(refused))
        case .asked(_, let until, _):
            questions.append(
                PendingQuestion(decision: decision, rule: rule, askedAt: context.now, until: until))
        case .allowed(let allowed, _):
            policy.note(allowed.action.name, at: context.now)
            effects.append(.command(allowed))
        }
    }

    /// The readings of a rule's metric, and what was known of each atom of a policy: at most 10, the newest last.
    func evidence(of place: Int) -> [Decision.Evidence] {
        let slot = slots[rules[place].rule.slot]
        let readings = slot.evidence?.readings(of: slot.definition.name) ?? []
        guard let watch = rules[place].policy else { return comparisonEvidence(of: place, readings) }
        var facts: [Decision.Evidence] = []
        for (atom, fact) in zip(watch.atoms, watch.facts) {
            // The newest reading of the rule's own metric is among the readings already.
            guard let value = fact.value, let name = atom.factName, name != slot.definition.name,
                !facts.contains(where: { $0.metric == name })
            else { continue }
            let time = atom.metric.flatMap { slots[$0.slot].time }
            facts.append(Decision.Evidence(metric: name, time: time ?? slot.time ?? .init(seconds: 0), value: value))
        }
        return Array(readings.suffix(EvidenceRing.capacity - facts.count)) + facts
    }

    /// The readings of one comparison, and the score or the learned baseline that it needs to be made again.
    private func comparisonEvidence(of place: Int, _ readings: [Decision.Evidence]) -> [Decision.Evidence] {
        let rule = rules[place].rule
        let kept: (name: String, value: Double)?
        switch rule.condition {
        case .score: kept = (rule.scoreName, rules[place].reachedScore)
        case .value(_, .ofBaseline) where slots[rule.slot].definition.baseline == nil:
            kept = slots[rule.slot].baseline?.value.map { (rule.baselineName, $0) }
        case .value, .policy: kept = nil
        }
        guard let kept, let name = MetricName(kept.name), let time = readings.last?.time else { return readings }
        return readings.suffix(EvidenceRing.capacity - 1) + [.init(metric: name, time: time, value: kept.value)]
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

    /// The alert that a rule's decision is about: its own, else the active one of its metric, a limit's before a
    /// score's, and the machine's for a rule that looks at its score.
    func alert(about rule: AutonomyRule) -> Alert? {
        if let own = rules.first(where: { $0.rule.name == rule.name })?.life, own.isActive { return own.alert }
        let crossed = slots[rule.slot].limits.map { limits[$0].life }.first(where: \.isActive)
        let odd = slots[rule.slot].anomaly.map(\.life).flatMap { $0.isActive ? $0 : nil }
        if case .score = rule.condition { return (odd ?? crossed)?.alert }
        let machine = machineAnomaly.life.isActive && rule.looksAtMachineScore ? machineAnomaly.life : nil
        return (crossed ?? odd ?? machine)?.alert
    }

    func versions(_ rule: AutonomyRule) -> String {
        "\(profile.label), \(rule.name)@\(rule.version), scorer@1" + (calibrated == nil ? "" : ", \(Self.twinModel)")
            + (rule.looksAtMachineScore ? ", joint@1" : "")
            + (rule.looksAtForestScore || rule.looksAtMachineScore ? forest.map { ", forest@\($0.version)" } ?? "" : "")
    }
}

extension AutonomyRule {
    /// Whether it depends on what all metrics together say.
    var looksAtMachineScore: Bool {
        if case .policy(let condition) = condition { condition.looksAtMachineScore } else { false }
    }

    /// Whether it depends on what the machine's forest says.
    var looksAtForestScore: Bool {
        if case .policy(let condition) = condition { condition.looksAtForestScore } else { false }
    }
}

/// Why an argument cannot be sent.
struct ArgumentRefusal: Error {
    let reason: String
}

extension RuleInputs {
    /// The mean of the readings of the rule's metric; 0 without any.
    var mean: Double {
        let readings = evidence.filter { $0.metric == rule.metric }
        return readings.isEmpty ? 0 : readings.reduce(0) { $0 + $1.value } / Double(readings.count)
    }
}
