internal import AgentAutonomy
internal import AgentIngest
internal import AgentStore
internal import DeviceProfiles
internal import Logging
internal import Runtime
internal import SyncCore
internal import SyncWire
internal import Telemetry

/// Commands of the hub, from what is durable to what the device is told.
///
/// A command is in the store before anything is done about it; what was there before this start waits for the hub's
/// first answer (`CommandHold`). When its time has come and it may go, EXECUTING and the
/// intent are committed together, and only then does the ledger send it: a crash before finds it RECEIVED, a crash
/// after EXECUTING, and then its execution class says what may be done.
extension PlantLoop {
    /// Reads back the commands that are not over; those that were EXECUTING and that the ledger does not know are
    /// UNKNOWN, and told so.
    func restoreHubCommands() throws {
        store.commandAdmission = settings.enrolled()
        for command in try store.openCommands() { hubCommands[command.order.id] = command }
        commandHold = CommandHold(openAtStart: hubCommands.keys)
    }

    /// After the ledger was restored: a command that went to the device and is in no ledger can only be unknown.
    func settleHubCommands() {
        let known = Set(commands.open.map(\.action.id))
        for command in hubCommands.values.sorted(by: { $0.order.id < $1.order.id })
        where command.state != .received && !known.contains(command.order.id) {
            note(command, .unknown, reason: "the agent restarted and does not know whether it was sent")
            batch.events.append(
                .alert(
                    .unknown(
                        command.order.id, of: command.order.machine, action: command.order.action, at: now)))
        }
    }

    /// Takes in what a round brought, and lets those go whose time has come.
    func runHubCommands() {
        do {
            try takeCommandNews()
        } catch {
            noteStoreFailure("cannot read the commands of the hub", error)
        }
        guard !hubCommands.isEmpty else { return }
        commandExpiry.hear(sync.session, open: hubCommands.values.lazy.map(\.order))
        withdrawOverdue()
        let waiting = hubCommands.values.filter { $0.state == .received }.sorted {
            ($0.receivedAt, $0.order.id) < ($1.receivedAt, $1.order.id)
        }
        for command in waiting { consider(command) }
        probeCommands()
    }

    /// What the ledger says of a command becomes its state, where it is one of the hub's; false where it is not.
    func noteHubCommand(_ action: DeviceAction) -> Bool {
        guard let command = hubCommands[action.id] ?? endedHubCommand(action) else { return false }
        switch action.state {
        case .intended, .sent: break
        case .accepted: note(command, .accepted, reason: action.reason)
        case .done: note(command, .done, reason: action.reason)
        case .failed: note(command, .failed, reason: action.reason)
        case .refused: note(command, .refused, code: "COMMAND_LIMIT_REACHED", reason: action.reason)
        case .unknown: note(command, .unknown, reason: action.reason)
        }
        return true
    }

    /// A command that was admitted and never left is REFUSED, where it is one of the hub's; false where it is not.
    ///
    /// Also one whose time was over: the hub knows it as EXECUTING, and takes no EXPIRED after that, because a branch
    /// of the folder that never sent it might say so.
    func noteWithheld(_ action: DeviceAction, _ code: String) -> Bool {
        guard let command = hubCommands[action.id] else { return false }
        note(command, .refused, code: code, reason: action.reason)
        return true
    }

    /// The agent's clock as the hub would read it, as far as the difference is known.
    var hubNow: Timestamp { sync.session.hubTime(at: now, uptime) }

    /// Learns which commands came in and which were taken back.
    ///
    /// Also before each commit, which is not to happen without: what was taken back while the disk was full must not
    /// become durable as EXECUTING.
    func takeCommandNews() throws(StoreError) {
        guard let open = try store.takeCommandNews() else { return }
        let ids = Set(open.map(\.order.id))
        for command in open where hubCommands[command.order.id] == nil { hubCommands[command.order.id] = command }
        // What was taken back before its intent was durable is no longer open there.
        for id in hubCommands.keys where !ids.contains(id) {
            hubCommands[id] = nil
            commands.forget(id)
            batch.commands.removeAll { $0.order.id == id }
        }
    }

    /// One command that is durable and has not gone: it waits, is over, or goes.
    private func consider(_ command: HubCommand) {
        let order = command.order
        // Its end waits as well: another branch of this folder may have carried it out, and then it is UNKNOWN.
        guard !commandHold.holds(order, in: sync.session) else { return }
        if let refusal = commandExpiry.refusal(of: order, at: hubNow, in: sync.session) {
            guard case .expired = refusal else {
                return note(command, .refused, code: refusal.code, reason: refusal.message)
            }
            return note(command, .expired, code: refusal.code, reason: "it expired before it went to the device")
        }
        guard hubNow >= order.notBefore, connection.isConnected else { return }
        do {
            let device = try deviceCommand(command)
            note(command, .executing)
            commandsChanged = true
            record(commands.intend(device, now: now), of: nil)
        } catch let refusal as CommandRefusal {
            note(command, .refused, code: refusal.code, reason: refusal.message)
        } catch {
            // The store could not be asked; the command waits.
            logger.error("cannot look at a command", metadata: ["command": "\(order.id)", "error": "\(error)"])
        }
    }

    /// The message to the device; throws why there may be none.
    private func deviceCommand(_ command: HubCommand) throws -> DeviceCommand {
        let order = command.order
        guard let index = router.index(of: order.machine), index < watches.count else {
            throw CommandRefusal.machineUnknown
        }
        let watch = watches[index]
        if let refusal = CommandAdmission.refusal(of: order, given: try facts(order, watch), at: hubNow) {
            throw refusal
        }
        switch watch.guardian.command(asked: try asked(command), at: now) {
        case .success(let device): return device
        case .failure(let wrong): throw CommandRefusal.actionNotAllowed(wrong.reason)
        }
    }

    /// Takes back those that wait to be sent, or sent again, and that may not go any more: a latch was set meanwhile,
    /// a condition is false, or another command went ahead.
    func withdrawHubCommands() {
        withdrawOverdue()
        for waiting in commands.waiting {
            guard let order = hubCommands[waiting.action.id]?.order, let index = router.index(of: order.machine),
                index < watches.count, let facts = try? facts(order, watches[index]),
                let refusal = CommandAdmission.refusal(of: order, given: facts, at: hubNow, isRepeated: true)
            else { continue }
            withdraw(order, refusal)
        }
    }

    /// Takes back those that wait to be sent, or sent again, when their time is over or nobody can tell; also while the
    /// broker is away.
    private func withdrawOverdue() {
        for waiting in commands.waiting {
            guard let order = hubCommands[waiting.action.id]?.order,
                let refusal = commandExpiry.refusal(of: order, at: hubNow, in: sync.session)
            else { continue }
            withdraw(order, refusal)
        }
    }

    private func withdraw(_ order: CommandOrder, _ refusal: CommandRefusal) {
        commandsChanged = true
        record(commands.withdraw(order.id, code: refusal.code, why: refusal.message, context: &context), of: nil)
    }

    /// How a machine is now.
    private func facts(_ order: CommandOrder, _ watch: MachineWatch) throws -> CommandFacts {
        CommandFacts(
            document: try store.document(.machine(watch.key)) ?? Document(key: .machine(watch.key)),
            status: watch.guardian.status, measured: measured(order.precondition, watch),
            isStart: watch.guardian.starts(order.action, with: Self.numbers(order.arguments), at: now),
            fence: try store.fence(of: order.machine, action: order.action))
    }

    /// The arguments that are numbers; others are refused before anything is sent.
    private static func numbers(_ arguments: FieldValue) -> [String: Double] {
        guard case .object(let members) = arguments else { return [:] }
        return members.reduce(into: [:]) { numbers, member in numbers[member.key] = member.value.number }
    }

    private func asked(_ command: HubCommand) throws -> AskedCommand {
        let order = command.order
        guard case .object(let members) = order.arguments else {
            throw CommandRefusal.actionNotAllowed("the arguments are no object")
        }
        var arguments: [String: Double] = [:]
        for (name, value) in members {
            guard let number = value.number else { throw CommandRefusal.actionNotAllowed("\(name) is no number") }
            arguments[name] = number
        }
        let execution: ActionDefinition.ExecutionClass =
            switch order.executionClass {
            case .atMostOnce, .probe: .atMostOnce
            case .idempotent: .repeatable
            case .fenced: .fenced
            }
        let left = order.expiresAt.seconds(since: hubNow)
        return AskedCommand(
            id: order.id, action: order.action, arguments: arguments, issuer: order.issuer,
            expiresAt: now.advanced(seconds: left), executionClass: execution,
            isProbed: order.executionClass == .probe, fence: order.executionClass == .fenced ? order.fence : nil)
    }

    private func measured(
        _ precondition: Precondition, _ watch: MachineWatch
    ) -> [MetricName: (value: Double, ageSeconds: Double)] {
        var measured: [MetricName: (value: Double, ageSeconds: Double)] = [:]
        for condition in precondition.measured {
            guard let latest = watch.guardian.latest(of: condition.metric) else { continue }
            measured[condition.metric] = (latest.value, max(0, now.seconds(since: latest.time)))
        }
        return measured
    }

    /// Reads back what silent commands were to bring about; a value from before the sending says nothing.
    private func probeCommands() {
        for command in commands.toProbe(uptime: uptime) {
            guard let probe = command.probe, let index = router.index(of: command.action.machine),
                index < watches.count, let latest = watches[index].guardian.latest(of: probe.metric),
                latest.time > command.action.changedAt
            else { continue }
            let isDone = probe.holds(latest.value)
            // Another branch of the folder may have sent it again, and others since.
            let order = hubCommands[command.action.id]?.order
            if !isDone, let order, commandHold.holds(order, in: sync.session) { continue }
            commandsChanged = true
            record(commands.probed(command.action.id, isDone: isDone, now: now), of: nil)
        }
    }

    /// A command reaches a state: in the store and in stream E with the next commit.
    private func note(_ command: HubCommand, _ state: CommandState, code: String = "", reason: String = "") {
        var changed = command
        changed.state = state
        changed.code = code
        changed.reason = reason
        changed.changedAt = now
        hubCommands[command.order.id] = state.isFinal ? nil : changed
        batch.commands.append(changed)
        logger.info(
            "a command of the hub",
            metadata: [
                "command": "\(command.order.id)", "machine": "\(command.order.machine)",
                "action": "\(command.order.action)", "state": "\(state.rawValue)", "code": "\(code)",
            ])
    }

    /// A command that was UNKNOWN may be answered late; it stays UNKNOWN, with what the device said.
    private func endedHubCommand(_ action: DeviceAction) -> HubCommand? {
        guard action.state == .unknown, let known = try? store.command(action.id) else { return nil }
        return known.state == .unknown ? known : nil
    }
}
