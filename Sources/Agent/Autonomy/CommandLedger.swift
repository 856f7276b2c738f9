internal import DeviceProfiles
public import Runtime
public import Telemetry

/// The commands of an agent from the intent to the device's answer; no id has two effects.
///
/// The order is explicit, and a crash between any two steps is safe:
/// 1. `intend` and store the record (INTENDED) in the transaction of the decision;
/// 2. `committed` when that transaction is durable;
/// 3. `takeSendable`: from here on it counts as SENT, because it may reach the device; publish it, store the record;
/// 4. `acknowledge` with the device's answers, or `tick`, which makes silence UNKNOWN and raises COMMAND_UNKNOWN.
///
/// After a restart a command at most once that was not final is UNKNOWN, never sent again; a repeatable one is sent
/// again with the same id until it expires, one that can be read back only after `probed` has said that it was not
/// done. Everything is bounded: `openMax` open ones, as many remembered ends.
public struct CommandLedger: Sendable {
    /// Open commands, and ended ones that are remembered for a late answer.
    public static let openMax = 256

    struct Entry: Sendable, Equatable {
        var command: DeviceCommand
        var isDurable = false
        /// When it was last sent; nothing before.
        var sentAt: Uptime?
        /// How often it was sent, or may have been, without being known not to have arrived.
        var departures = 0
        /// Whether it left, and was then read back as not done.
        var isReadBack = false

        var mayHaveArrived: Bool { departures > 0 }
    }

    private(set) var entries: [Entry] = []
    private(set) var ended: [EndedCommand] = []

    /// A ledger with nothing in it.
    public init() {}

    /// The commands that may still have an effect or get an answer.
    public var open: [DeviceCommand] { entries.map(\.command) }

    /// Takes a command that was decided; what to store in the same transaction.
    ///
    /// An id that is known already changes nothing. When the ledger is full the command is REFUSED, and told.
    public mutating func intend(_ command: DeviceCommand, now: Timestamp) -> [AutonomyEffect] {
        let id = command.action.id
        guard !entries.contains(where: { $0.command.action.id == id }), !ended.contains(where: { $0.action.id == id })
        else { return [] }
        guard entries.count < Self.openMax else {
            var refused = command.action
            refused.state = .refused
            refused.reason = "too many commands are open"
            refused.changedAt = now
            return [.action(refused)]
        }
        entries.append(Entry(command: command))
        return [.action(command.action)]
    }

    /// Forgets an intent that is not durable: the command was taken back before it could become so.
    public mutating func forget(_ id: DeviceCommandID) {
        entries.removeAll { $0.command.action.id == id && !$0.isDurable }
    }

    /// All intents so far are durable.
    public mutating func committed() {
        for index in entries.indices { entries[index].isDurable = true }
    }

    /// The commands to publish now, each once; and their records as SENT, to be stored with the next transaction.
    public mutating func takeSendable(context: GuardContext) -> (commands: [DeviceCommand], effects: [AutonomyEffect]) {
        var taken: [DeviceCommand] = []
        var effects: [AutonomyEffect] = []
        for index in entries.indices where entries[index].sentAt == nil {
            guard entries[index].isDurable || planted(.sendsBeforeDurable) else { continue }
            guard entries[index].command.action.expiresAt > context.now || planted(.expiryForgotten) else { continue }
            entries[index].sentAt = context.uptime
            entries[index].departures += 1
            entries[index].command.action.state = .sent
            entries[index].command.action.changedAt = context.now
            taken.append(entries[index].command)
            effects.append(.action(entries[index].command.action))
        }
        return (taken, effects)
    }

    /// Those that are to be sent, or sent again.
    public var waiting: [DeviceCommand] {
        entries.filter { $0.isDurable && $0.sentAt == nil }.map(\.command)
    }

    /// A command that waits may not go any more: withheld with the code when it never left, FAILED when it left and was
    /// read back as not done, UNKNOWN when it may have arrived before.
    public mutating func withdraw(
        _ id: DeviceCommandID, code: String, why: String, context: inout GuardContext
    ) -> [AutonomyEffect] {
        guard let index = place(id), entries[index].sentAt == nil else { return [] }
        if entries[index].mayHaveArrived { return unknown(index, why, &context) }
        return withhold(index, code, why, context.now)
    }

    /// The client did not take a command, so that it surely has not left: it may be taken again.
    public mutating func notSent(_ id: DeviceCommandID, now: Timestamp) -> [AutonomyEffect] {
        guard let index = place(id), entries[index].command.action.state == .sent else { return [] }
        entries[index].sentAt = nil
        entries[index].departures -= 1
        return [move(index, to: .intended, "not connected to the broker", now)]
    }

    /// The device has answered; answers that say nothing new, or come for an unknown id, change nothing.
    ///
    /// An answer after UNKNOWN is recorded beside it and ends its alert; the state stays UNKNOWN, because by then
    /// someone may have acted on it.
    public mutating func acknowledge(
        _ id: DeviceCommandID, from machine: MachineKey, _ answer: CommandAnswer, reason: String, now: Timestamp
    ) -> [AutonomyEffect] {
        guard let index = place(id) else { return late(id, machine, answer, reason, now) }
        let action = entries[index].command.action
        guard action.machine == machine, action.state != .intended else { return [] }
        switch answer {
        case .accepted:
            guard action.state == .sent else { return [] }
            return [move(index, to: .accepted, reason, now)]
        case .done, .failed:
            return end(index, as: answer == .done ? .done : .failed, reason, now)
        }
    }

    /// Makes silence UNKNOWN, and withholds what surely never left before it expired; each second or so.
    public mutating func tick(context: inout GuardContext) -> [AutonomyEffect] {
        var effects: [AutonomyEffect] = []
        for index in entries.indices.reversed() {
            let command = entries[index].command
            let isExpired = command.action.expiresAt <= context.now
            guard let sentAt = entries[index].sentAt else {
                if isExpired { effects += expire(index, &context) }
                continue
            }
            let silence = context.uptime.seconds(since: sentAt)
            // What can be read back is looked at by `probed` first, and is not known at the latest when it expires.
            if command.probe != nil, !isExpired { continue }
            if command.action.state == .accepted {
                if isExpired && silence > command.timeoutSeconds {
                    effects += unknown(index, "accepted, then silence until it expired", &context)
                }
            } else if silence > command.timeoutSeconds {
                if command.isRepeatable && !isExpired {
                    entries[index].sentAt = nil
                } else {
                    effects += unknown(
                        index, "no answer for \(NumberText.seconds(command.timeoutSeconds))", &context)
                }
            }
        }
        return effects
    }

    /// One that waits to be sent, or sent again, and has no time left.
    private mutating func expire(_ index: Int, _ context: inout GuardContext) -> [AutonomyEffect] {
        if entries[index].mayHaveArrived { return unknown(index, "no answer until it expired", &context) }
        return withhold(index, "COMMAND_EXPIRED", "it expired before it could be sent", context.now)
    }

    /// Commands whose device is silent for too long and of which can be read back whether they were done.
    public func toProbe(uptime: Uptime) -> [DeviceCommand] {
        entries.filter { entry in
            guard entry.command.probe != nil, let sentAt = entry.sentAt else { return false }
            return uptime.seconds(since: sentAt) > entry.command.timeoutSeconds
        }.map(\.command)
    }

    /// What was read back of such a command: it was done, or it is sent again.
    public mutating func probed(_ id: DeviceCommandID, isDone: Bool, now: Timestamp) -> [AutonomyEffect] {
        guard let index = place(id) else { return [] }
        if isDone { return end(index, as: .done, "read back from the machine", now) }
        entries[index].sentAt = nil
        entries[index].departures = 0
        entries[index].isReadBack = true
        return [move(index, to: .intended, "read back: not done, so it is sent again", now)]
    }

    /// A ledger after a restart, from the commands that were stored, each in the state in which it was stored.
    ///
    /// Those that are not final go on or become UNKNOWN; of the others at least the latest should be among them, so
    /// that their ids are known.
    public static func restored(
        _ stored: [DeviceCommand], context: inout GuardContext
    ) -> (ledger: CommandLedger, effects: [AutonomyEffect]) {
        var ledger = CommandLedger()
        var effects: [AutonomyEffect] = []
        for command in stored.filter(\.action.state.isFinal).suffix(openMax) {
            ledger.ended.append(EndedCommand(action: command.action, life: AlertLife()))
        }
        for command in stored where !command.action.state.isFinal {
            ledger.entries.append(Entry(command: command, isDurable: true, departures: 1))
            let index = ledger.entries.count - 1
            if command.probe != nil {
                // Whether it arrived is read back first, as if it had just been sent.
                ledger.entries[index].sentAt = context.uptime
                continue
            }
            let mayRepeat = command.isRepeatable || planted(.unknownCommandsSentAgain)
            if mayRepeat && command.action.state != .accepted { continue }
            effects += ledger.unknown(index, "the agent restarted before the device answered", &context)
        }
        return (ledger, effects)
    }

    // MARK: Moves

    private func place(_ id: DeviceCommandID) -> Int? {
        entries.firstIndex { $0.command.action.id == id }
    }

    private mutating func move(
        _ index: Int, to state: DeviceAction.State, _ reason: String, _ now: Timestamp
    ) -> AutonomyEffect {
        entries[index].command.action.state = state
        entries[index].command.action.changedAt = now
        if !reason.isEmpty { entries[index].command.action.reason = reason }
        return .action(entries[index].command.action)
    }

    private mutating func end(
        _ index: Int, as state: DeviceAction.State, _ reason: String, _ now: Timestamp, alert: Alert? = nil
    ) -> [AutonomyEffect] {
        let effect = move(index, to: state, reason, now)
        let entry = entries.remove(at: index)
        if ended.count == Self.openMax { ended.removeFirst() }
        ended.append(EndedCommand(action: entry.command.action, life: AlertLife(alert: alert)))
        return [effect]
    }

    /// Ends a command that surely had no effect; of one that the device was told all the same there is no refusal.
    private mutating func withhold(
        _ index: Int, _ code: String, _ why: String, _ now: Timestamp
    ) -> [AutonomyEffect] {
        let isTold = entries[index].isReadBack
        let effects = end(index, as: .failed, why, now)
        if isTold { return effects }
        return ended.last.map { [.withheld($0.action, code: code)] } ?? []
    }

    private mutating func unknown(_ index: Int, _ why: String, _ context: inout GuardContext) -> [AutonomyEffect] {
        let action = entries[index].command.action
        let alert = Alert.unknown(
            action.id, of: action.machine, action: action.name, why: why, at: context.now)
        return end(index, as: .unknown, why, context.now, alert: alert) + [.alert(alert)]
    }

    private mutating func late(
        _ id: DeviceCommandID, _ machine: MachineKey, _ answer: CommandAnswer, _ reason: String, _ now: Timestamp
    ) -> [AutonomyEffect] {
        guard let index = ended.firstIndex(where: { $0.action.id == id }), ended[index].action.machine == machine,
            ended[index].action.state == .unknown, !ended[index].isAnswered
        else { return [] }
        ended[index].isAnswered = answer != .accepted
        ended[index].action.changedAt = now
        ended[index].action.reason = "late answer: \(answer.rawValue)" + (reason.isEmpty ? "" : ", \(reason)")
        var effects: [AutonomyEffect] = [.action(ended[index].action)]
        if answer != .accepted, let over = ended[index].life.end(at: now) { effects.append(.alert(over)) }
        return effects
    }
}
