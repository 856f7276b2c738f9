internal import AnalyticsTwin
internal import DeviceProfiles
internal import Telemetry

/// What stands between a rule's wish and a command: latch, limits, hours, ranges, envelope, twin, and a confirmation.
extension DecisionInputs {
    /// With what the command would be sent; empty when an argument is missing or outside its range.
    var filled: [String: Double] {
        guard let action, case .success(let filled) = MachineGuard.arguments(action, condition.rule.arguments) else {
            return [:]
        }
        return filled
    }

    /// Asks one step.
    func check(_ kind: DecisionStep.Kind, of name: String) -> CommandCheck {
        guard let action else { return .stops("the profile has no action \(name)") }
        switch kind {
        case .latch: return latch(action)
        case .limits: return limits(name)
        case .hours: return hours(name)
        case .arguments: return arguments(action)
        case .envelope: return envelopeOfArguments()
        case .twin: return askTwin(action)
        case .person:
            guard permission?.confirmation == .person else { return .passes("nobody has to agree beforehand") }
            return .stops("CONFIRMATION_NEEDED: a person has to confirm \(name)")
        case .hub: return hub()
        case .answer, .condition, .duration, .mode, .status, .action: return .passes("the profile has \(name)")
        }
    }

    private func latch(_ action: ActionDefinition) -> CommandCheck {
        guard isLatched else { return .passes("no safety latch is set") }
        guard action.starts(with: condition.rule.arguments, from: power) else {
            return .passes("a safety latch is set, and \(action.name) does not start the machine")
        }
        return .stops("a safety latch is set")
    }

    private func limits(_ name: String) -> CommandCheck {
        guard let permission else { return .stops("the autonomy policy does not allow \(name)") }
        return sent.refusal(by: permission).map(CommandCheck.stops) ?? .passes(sent.text)
    }

    private func hours(_ name: String) -> CommandCheck {
        let now = HoursWindow.text(secondOfWeek: secondOfWeek)
        guard let hours = permission?.hours else { return .passes("it is \(now), and it may be sent at any time") }
        guard hours.contains(secondOfWeek: secondOfWeek) else {
            return .stops("OUTSIDE_HOURS: \(name) may be sent \(hours), and it is \(now)")
        }
        return .passes("it is \(now), within \(hours)")
    }

    private func arguments(_ action: ActionDefinition) -> CommandCheck {
        switch MachineGuard.arguments(action, condition.rule.arguments) {
        case .failure(let wrong): return .stops(wrong.reason)
        case .success(let checked):
            let texts = checked.sorted { $0.key < $1.key }.map { "\($0.key) \(NumberText.of($0.value))" }
            return .passes(texts.isEmpty ? "it has none" : texts.joined(separator: ", ") + ", within range")
        }
    }

    private func envelopeOfArguments() -> CommandCheck {
        let arguments = filled
        for (argument, range) in envelope.arguments.sorted(by: { $0.key < $1.key }) {
            if let value = arguments[argument], !range.contains(value) {
                return .stops("OUTSIDE_ENVELOPE: \(argument) of \(NumberText.of(value)) leaves the envelope")
            }
        }
        return .passes(envelope.arguments.isEmpty ? "of no argument" : "the arguments lie within")
    }

    /// Asks the twin what the action leads to.
    private func askTwin(_ action: ActionDefinition) -> CommandCheck {
        guard !envelope.bounds.isEmpty else { return .passes("there is no envelope to ask it about") }
        let unknown: String
        if let twin {
            if let load = action.power(with: filled) {
                let trial = TwinTrial(action.name, load: load, on: twin, within: envelope)
                return trial.refusal.map(CommandCheck.stops) ?? .passes(trial.text, trial: trial.text)
            }
            unknown = "the profile states no load for it"
        } else {
            unknown = "the machine's load is not known"
        }
        let isStop = action.leadsTo == .offline || action.leadsTo == .maintenance
        switch permission?.unproven ?? (isStop ? .allow : .recommend) {
        case .allow:
            let text = "The twin cannot say what \(action.name) does: \(unknown)."
            return .passes(text, trial: text)
        case .recommend:
            return .stops("EFFECT_UNKNOWN: the twin cannot say what \(action.name) does: \(unknown)")
        }
    }

    private func hub() -> CommandCheck {
        guard permission?.confirmation == .hub else { return .passes("it is not to be asked") }
        if answer != nil { return .passes("it was asked") }
        guard hubReachable else { return .passes("it cannot be reached; the agent decides by itself") }
        guard askHubSeconds > 0 else { return .passes("the policy gives it no time to answer") }
        guard openQuestions < PendingQuestion.countMax else {
            return .passes("\(openQuestions) questions wait for it already; the agent decides by itself")
        }
        return .asks("it is asked, for \(NumberText.seconds(askHubSeconds))")
    }
}

extension ActionDefinition {
    /// Whether it starts the machine: it is said to, or it leads to no status and to more load than the machine has.
    ///
    /// Without arguments, or with wrong ones, any load counts; without a measurement of the power any above 0.
    func starts(with arguments: [String: Double]?, from power: Double?) -> Bool {
        guard leadsTo == nil else { return leadsTo == .online }
        guard let arguments, case .success(let filled) = MachineGuard.arguments(self, arguments) else {
            return load != nil
        }
        guard let load = self.power(with: filled) else { return false }
        return load > max(0, power ?? 0)
    }
}
