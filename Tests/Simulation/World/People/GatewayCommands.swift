import AgentAutonomy
import AgentStore
import DeviceProfiles
import Runtime
import SyncCore
import SyncWire
import Telemetry

/// The commands of the hub on a gateway, from what is durable to what the device is told: the steps of
/// `PlantLoopCommands`, with the real ledger, store and admission.
struct GatewayCommands {
    private var ledger = CommandLedger()
    private var known: [DeviceCommandID: HubCommand] = [:]
    private let hold: CommandHold
    private var expiry = CommandExpiry()
    /// Since when each may go, by the time of the hub's answer of which that follows.
    private var freeSince: [DeviceCommandID: Timestamp] = [:]
    private var context: GuardContext
    private var isChanged = false

    /// Takes up what is durable; what went to the device and is in no ledger can only be unknown.
    init(_ store: AgentStore, clock: any Clock, seed: UInt64, batch: inout CommitBatch) throws {
        context = GuardContext(
            now: clock.now(), uptime: clock.uptime(), hubReachable: true, random: SeededRandom(seed: seed))
        let stored = try Self.decode(store.state(Self.stateName) ?? [], store)
        let (ledger, effects) = CommandLedger.restored(stored, context: &context)
        self.ledger = ledger
        for command in try store.openCommands() { known[command.order.id] = command }
        hold = CommandHold(openAtStart: known.keys)
        record(effects, &batch)
        let sent = Set(ledger.open.map(\.action.id))
        for command in known.values.sorted(by: { $0.order.id < $1.order.id })
        where command.state != .received && !sent.contains(command.order.id) {
            note(command, .unknown, "the agent restarted and does not know whether it was sent", &batch)
        }
        isChanged = isChanged || !stored.isEmpty
    }

    /// Takes in what rounds brought and what the device said, and lets those go whose time has come.
    mutating func run(
        _ store: AgentStore, _ controls: DeviceControls, _ session: AgentSession, heardHubAt: Timestamp,
        clock: any Clock, batch: inout CommitBatch
    ) {
        (context.now, context.uptime) = (clock.now(), clock.uptime())
        for answer in controls.said(by: context.uptime) {
            guard let machine = known[answer.id]?.order.machine else { continue }
            isChanged = true
            record(
                ledger.acknowledge(answer.id, from: machine, answer.word, reason: "", now: context.now), &batch)
        }
        takeNews(store, &batch)
        expiry.hear(session, open: known.values.map(\.order))
        withdrawOverdue(session, &batch)
        let waiting = known.values.filter { $0.state == .received }.sorted {
            ($0.receivedAt, $0.order.id) < ($1.receivedAt, $1.order.id)
        }
        for command in waiting where isFree(command.order, session, heardHubAt) {
            consider(command, session, store, controls, &batch)
        }
        for command in ledger.toProbe(uptime: context.uptime) {
            let id = command.action.id
            let isDone = controls.shows(id)
            if !isDone, let order = known[id]?.order, !isFree(order, session, heardHubAt) { continue }
            isChanged = true
            record(ledger.probed(id, isDone: isDone, now: context.now), &batch)
        }
    }

    /// The hub's answer of which it follows that a command may go.
    func isFree(since id: DeviceCommandID) -> Timestamp { freeSince[id] ?? Timestamp(microseconds: .min) }

    private mutating func isFree(_ order: CommandOrder, _ session: AgentSession, _ heardHubAt: Timestamp) -> Bool {
        guard !hold.holds(order, in: session) else {
            freeSince[order.id] = nil
            return false
        }
        if freeSince[order.id] == nil {
            // What goes before the hub was ever heard goes as of now: it is held against all that the hub knows.
            let now = SimulationWorld.hubTime(Timestamp(microseconds: Int64(context.uptime.nanoseconds / 1_000)))
            freeSince[order.id] = heardHubAt.microseconds == .min ? now : heardHubAt
        }
        return true
    }

    /// The ledger as it is to be durable with the next commit; nothing when it did not change.
    func snapshot() -> NamedState? {
        guard isChanged else { return nil }
        return NamedState(name: Self.stateName, body: Self.encode(ledger.open))
    }

    /// What was intended is durable.
    mutating func committed() {
        ledger.committed()
        isChanged = false
    }

    /// Those that go to the device now; what may not go any more is taken back first.
    mutating func takeSendable(
        _ store: AgentStore, _ controls: DeviceControls, _ session: AgentSession, batch: inout CommitBatch
    ) -> [CommandOrder] {
        withdrawOverdue(session, &batch)
        let hubNow = hubNow(session)
        for waiting in ledger.waiting where !planted(.repeatedThoughLatched) {
            guard let order = known[waiting.action.id]?.order, let facts = try? Self.facts(of: order, store, controls),
                let refusal = CommandAdmission.refusal(of: order, given: facts, at: hubNow, isRepeated: true)
            else { continue }
            withdraw(order, refusal, &batch)
        }
        let (sendable, effects) = ledger.takeSendable(context: context)
        if sendable.isEmpty { return [] }
        isChanged = true
        record(effects, &batch)
        return sendable.compactMap { known[$0.action.id]?.order }
    }

    private func hubNow(_ session: AgentSession) -> Timestamp { session.hubTime(at: context.now, context.uptime) }

    private mutating func withdrawOverdue(_ session: AgentSession, _ batch: inout CommitBatch) {
        for waiting in ledger.waiting {
            guard let order = known[waiting.action.id]?.order,
                let refusal = expiry.refusal(of: order, at: hubNow(session), in: session)
            else { continue }
            withdraw(order, refusal, &batch)
        }
    }

    private mutating func withdraw(_ order: CommandOrder, _ refusal: CommandRefusal, _ batch: inout CommitBatch) {
        isChanged = true
        record(ledger.withdraw(order.id, code: refusal.code, why: refusal.message, context: &context), &batch)
    }

    /// Makes silence known.
    mutating func tick(batch: inout CommitBatch) {
        let effects = ledger.tick(context: &context)
        if effects.isEmpty { return }
        isChanged = true
        record(effects, &batch)
    }

    /// Learns which commands came in and which were taken back.
    private mutating func takeNews(_ store: AgentStore, _ batch: inout CommitBatch) {
        guard let open = try? store.takeCommandNews() else { return }
        let ids = Set(open.map(\.order.id))
        for command in open where known[command.order.id] == nil { known[command.order.id] = command }
        for id in known.keys where !ids.contains(id) {
            known[id] = nil
            ledger.forget(id)
            batch.commands.removeAll { $0.order.id == id }
        }
    }

    private mutating func consider(
        _ command: HubCommand, _ session: AgentSession, _ store: AgentStore, _ controls: DeviceControls,
        _ batch: inout CommitBatch
    ) {
        let (order, hubNow) = (command.order, hubNow(session))
        if let refusal = expiry.refusal(of: order, at: hubNow, in: session) {
            guard case .expired = refusal else { return note(command, .refused, refusal.message, &batch) }
            return note(command, .expired, "", &batch)
        }
        guard hubNow >= order.notBefore, let facts = try? Self.facts(of: order, store, controls) else { return }
        if let refusal = CommandAdmission.refusal(of: order, given: facts, at: hubNow) {
            return note(command, .refused, refusal.message, &batch)
        }
        note(command, .executing, "", &batch)
        isChanged = true
        record(ledger.intend(deviceCommand(order, .intended, hubNow), now: context.now), &batch)
    }

    /// How the machine is now, as the store and the device say.
    static func facts(
        of order: CommandOrder, _ store: AgentStore, _ controls: DeviceControls
    ) throws -> CommandFacts {
        let key = DocumentKey.machine(order.machine)
        let document = try store.document(key) ?? Document(key: key)
        return CommandFacts(
            document: document, status: document.effectiveStatus(by: store.policies) ?? .online,
            measured: [CommandWish.level: (Double(controls.level), 0)], isStart: order.action == CommandWish.start,
            fence: try store.fence(of: order.machine, action: order.action))
    }

    private func deviceCommand(
        _ order: CommandOrder, _ state: DeviceAction.State, _ hubNow: Timestamp
    ) -> DeviceCommand {
        let action = DeviceAction(
            id: order.id, machine: order.machine, decision: nil, name: order.action, state: state, reason: "",
            requestedAt: context.now, changedAt: context.now,
            expiresAt: context.now.advanced(seconds: order.expiresAt.seconds(since: hubNow)))
        return Self.deviceCommand(order, action)
    }

    private static func deviceCommand(_ order: CommandOrder, _ action: DeviceAction) -> DeviceCommand {
        let execution: ActionDefinition.ExecutionClass =
            switch order.executionClass {
            case .atMostOnce, .probe: .atMostOnce
            case .idempotent: .repeatable
            case .fenced: .fenced
            }
        let isProbed = order.executionClass == .probe
        return DeviceCommand(
            action: action, topic: "", payload: [], timeoutSeconds: 10, executionClass: execution,
            probe: isProbed ? CommandProbe(metric: CommandWish.level, value: 1, tolerance: 0) : nil)
    }

    private mutating func record(_ effects: [AutonomyEffect], _ batch: inout CommitBatch) {
        for effect in effects {
            if case .withheld(let action, _) = effect, let command = known[action.id] {
                note(command, .refused, action.reason, &batch)
            }
            guard case .action(let action) = effect else { continue }
            guard let command = known[action.id] else { continue }
            switch action.state {
            case .intended, .sent: break
            case .accepted: note(command, .accepted, action.reason, &batch)
            case .done: note(command, .done, action.reason, &batch)
            case .failed: note(command, .failed, action.reason, &batch)
            case .refused: note(command, .refused, action.reason, &batch)
            case .unknown: note(command, .unknown, action.reason, &batch)
            }
        }
    }

    private mutating func note(
        _ command: HubCommand, _ state: CommandState, _ reason: String, _ batch: inout CommitBatch
    ) {
        var changed = command
        changed.state = state
        changed.reason = reason
        changed.changedAt = context.now
        known[command.order.id] = state.isFinal ? nil : changed
        batch.commands.append(changed)
    }

    // MARK: What is durable of the ledger

    private static let stateName = "commands"

    /// The action of each; all else follows from the command, which the store has.
    private static func encode(_ commands: [DeviceCommand]) -> [UInt8] {
        commands.flatMap { command -> [UInt8] in
            let bytes = EventPayload.action(command.action).encode()
            return [UInt8(bytes.count >> 8), UInt8(bytes.count & 0xFF)] + bytes
        }
    }

    private static func decode(_ bytes: [UInt8], _ store: AgentStore) throws -> [DeviceCommand] {
        var rest = bytes[...]
        var commands: [DeviceCommand] = []
        while rest.count > 2 {
            let count = Int(rest[rest.startIndex]) << 8 | Int(rest[rest.startIndex + 1])
            let payload = Array(rest.dropFirst(2).prefix(count))
            rest = rest.dropFirst(2 + count)
            guard case .action(let action) = try EventPayload.decode(kind: .action, payload: payload),
                let order = try store.command(action.id)?.order
            else { continue }
            commands.append(deviceCommand(order, action))
        }
        return commands
    }
}
