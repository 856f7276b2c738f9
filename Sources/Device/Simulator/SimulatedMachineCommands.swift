internal import DeviceProfiles
public import MillwrightDevice
public import Telemetry

extension SimulatedMachine {
    /// Something to tell whoever sent a command.
    public struct Answer: Sendable, Equatable {
        /// The one that is answered.
        public var command: DeviceCommand
        /// `accepted` or `failed` at once, `done` later.
        public var answer: DeviceCommandAnswer
        /// Why it failed; nothing for the other answers.
        public var reason: String?
    }

    /// Takes a command: what it answers at once.
    ///
    /// `accepted` is followed by `done` from `takeAnswers` once it is over.
    ///
    /// A command that comes again is answered as before and not carried out twice; one that has expired fails.
    public mutating func take(_ command: DeviceCommand, now: Timestamp) -> [Answer] {
        if let before = answered.first(where: { $0.id == command.id }) {
            return [Answer(command: command, answer: before.answer, reason: before.reason)]
        }
        if let expires = command.expires, expires < now {
            return [close(command, .failed, "expired at \(expires)")]
        }
        guard let effect = effect(of: command) else {
            return [close(command, .failed, "this machine cannot \(command.action)")]
        }
        switch effect {
        case .refused(let reason): return [close(command, .failed, reason)]
        case .takes(let seconds):
            commands.append(OpenCommand(command: command, end: now.advanced(seconds: seconds)))
            return [close(command, .accepted, nil)]
        }
    }

    /// What has been finished since it was last asked.
    public mutating func takeAnswers(now: Timestamp) -> [Answer] {
        let finished = commands.filter { $0.end <= now }
        commands.removeAll { $0.end <= now }
        return finished.map { close($0.command, .done, nil) }
    }

    private enum Effect {
        case takes(seconds: Double)
        case refused(String)
    }

    /// Carries a command out; the machine needs its seconds to run down or up.
    private mutating func effect(of command: DeviceCommand) -> Effect? {
        switch command.action {
        case "stop":
            isRunning = false
            faults = faults.filter { !$0.key.endsWhenStopped }
            return .takes(seconds: 2)
        case "start":
            isRunning = true
            return .takes(seconds: 3)
        case "fault": return beginFault(command)
        case "repair":
            repair()
            return .takes(seconds: 0)
        case let action where action.hasPrefix("set_"): return setPoint(command)
        default: return nil
        }
    }

    private mutating func beginFault(_ command: DeviceCommand) -> Effect {
        guard let kind = command.arguments["kind"]?.string, let fault = SimulatedFault(rawValue: kind) else {
            let kinds = SimulatedFault.allCases.map(\.rawValue).joined(separator: ", ")
            return .refused("args.kind must be one of \(kinds)")
        }
        guard isRunning || !fault.endsWhenStopped else { return .refused("the machine is stopped") }
        begin(fault, seconds: command.arguments["seconds"]?.number)
        return .takes(seconds: 0)
    }

    private mutating func setPoint(_ command: DeviceCommand) -> Effect? {
        guard let definition = profile.action(named: command.action)?.arguments.first else { return nil }
        guard let value = command.arguments[definition.name]?.number ?? definition.fallback else {
            return .refused("args.\(definition.name) is missing")
        }
        guard definition.range.contains(value) else {
            return .refused("args.\(definition.name) must be \(definition.range) \(definition.unit)")
        }
        if definition.unit == "%" { speedPart = value / 100 } else { setPoints[definition.name] = value }
        return .takes(seconds: 1)
    }

    private mutating func close(_ command: DeviceCommand, _ answer: DeviceCommandAnswer, _ reason: String?) -> Answer {
        answered.removeAll { $0.id == command.id }
        answered.append(AnsweredCommand(id: command.id, answer: answer, reason: reason))
        if answered.count > 64 { answered.removeFirst() }
        return Answer(command: command, answer: answer, reason: reason)
    }
}

/// A command that was accepted and is not over.
struct OpenCommand: Sendable {
    var command: DeviceCommand
    var end: Timestamp
}

/// What was last said to a command, for when it comes again.
struct AnsweredCommand: Sendable {
    var id: String
    var answer: DeviceCommandAnswer
    var reason: String?
}
