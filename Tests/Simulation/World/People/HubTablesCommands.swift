import Crypto
import Runtime
import SyncCore
import SyncWire
import Telemetry

/// Commands at the hub, with the steps of `CommandStore` and `RoundStore`.
extension HubTables {
    /// How long after its expiry a command of which nothing was heard counts as of unknown effect.
    static let graceSeconds = 120.0

    static let tenant = TenantID(UniqueID(high: 0x7E, low: 1))

    /// What an agent gets with its enrolment.
    static func admission(for agent: AgentID) -> CommandAdmission {
        let key = CommandKeys.Key(id: "k1", publicKey: Array(signer.publicKey.rawRepresentation))
        return CommandAdmission(tenant: tenant, agent: agent, keys: [key])
    }

    /// Takes a command that an operator wants: signed, and on its way with the agent's next round.
    mutating func send(_ wish: CommandWish, to machine: MachineKey, of agent: AgentID, at now: Timestamp) {
        let document = documents[.machine(machine)]?.document ?? Document(key: .machine(machine))
        let fence =
            commands.values.filter {
                $0.order.agent == agent && $0.order.machine == machine && $0.order.action == wish.action
            }.map(\.order.fence).max() ?? 0
        let order = CommandOrder(
            id: wish.id, tenant: Self.tenant,
            agent: wish.forgery == .agent ? AgentID(UniqueID(high: 9, low: 9)) : agent, machine: machine,
            action: wish.action, issuer: "olga", issuedAt: now, notBefore: now.advanced(seconds: wish.delaySeconds),
            expiresAt: now.advanced(seconds: wish.lifeSeconds), precondition: wish.precondition(on: document),
            executionClass: wish.executionClass, fence: fence + 1)
        let bytes = order.encode()
        var signature = (try? Self.signer.signature(for: bytes)).map { Array($0) } ?? []
        if wish.forgery == .signature { signature[7] ^= 1 }
        var kept = order
        kept.agent = agent
        let signed = SignedCommand(
            order: bytes, key: wish.forgery == .key ? "k2" : "k1", signature: signature)
        commands[wish.id] = CommandRow(order: kept, signed: signed)
        recorded?.append(.work(.order(kept, signed)))
    }

    /// Takes a command back: at once while it was not sent, otherwise by a message that may come too late.
    mutating func cancel(_ id: DeviceCommandID, at now: Timestamp) {
        guard var row = commands[id], !row.state.isFinal, row.cancel == nil else { return }
        row.cancel = CommandCancel(id: id, reason: "taken back", at: now)
        row.isWaiting = row.isSent
        if !row.isSent { row.end(.cancelled) }
        commands[id] = row
        recorded?.append(.work(.cancel(id, at: now)))
    }

    /// Ends commands whose time is over and of which nothing more is to be expected.
    mutating func endOverdue(at now: Timestamp) {
        if !commands.isEmpty { recorded?.append(.work(.endOverdue(at: now))) }
        for (id, row) in commands where !row.state.isFinal && row.order.expiresAt <= now {
            guard !row.isSent || row.order.expiresAt.advanced(seconds: Self.graceSeconds) <= now else { continue }
            commands[id]?.isWaiting = false
            commands[id]?.end(row.isSent ? .unknown : .expired)
            if row.isSent { saidUnknown.insert(id) }
        }
    }

    /// What the events of a round say of alerts and commands.
    mutating func takeEvents(_ events: [InspectedRound.Event], from agent: AgentID, at now: Timestamp) {
        for event in events {
            switch event.payload {
            case .success(.alert(let alert)): alerts.insert(alert.id)
            case .success(.audit(let entry)) where entry.action == "conflict.detected":
                conflictsTold.append(entry.detail)
            case .success(.commandResult(let result)): apply(result, from: agent, at: now)
            default: break
            }
        }
    }

    private mutating func apply(_ result: CommandResult, from agent: AgentID, at now: Timestamp) {
        guard var row = commands[result.id], row.order.agent == agent else { return }
        if result.state == .received { row.received += 1 }
        // What another branch of the folder says after the end comes too late for it.
        if result.state == .executing, row.executingSince == nil, !row.state.isFinal { row.executingSince = now }
        if row.state.mayBecome(result.state) {
            row.isWaiting = false
            if result.state.isFinal { row.end(result.state) } else { row.state = result.state }
        }
        commands[result.id] = row
    }

    mutating func wantCommandsAgain(of agent: AgentID) {
        for (id, row) in commands where row.order.agent == agent && !row.state.isFinal {
            if [.idempotent, .fenced].contains(row.order.executionClass) { commands[id]?.isWaiting = true }
        }
    }

    mutating func sealCommands(of key: Name, _ head: inout EventCursor, at now: Timestamp) {
        let waiting = commands.values.filter { $0.order.agent == key.agent && $0.isWaiting }
        for row in waiting.sorted(by: { ($0.order.issuedAt, $0.order.id) < ($1.order.issuedAt, $1.order.id) }) {
            let id = row.order.id
            commands[id]?.isWaiting = false
            if let cancel = row.cancel {
                append(.cancel(cancel), of: key, &head)
                commands[id]?.isSent = true
            } else if row.order.expiresAt > now {
                append(.command(row.signed), of: key, &head)
                commands[id]?.isSent = true
            }
        }
    }

    private static let signer: Curve25519.Signing.PrivateKey = {
        let seed = (0..<32).map { UInt8($0) }
        return (try? Curve25519.Signing.PrivateKey(rawRepresentation: seed)) ?? impossible("32 bytes are a key")
    }()
}

extension HubTables.CommandRow {
    fileprivate mutating func end(_ state: CommandState) {
        self.state = state
        ends.append(state)
    }
}

extension CommandWish {
    /// What is asked for, as the operator sees the machine.
    fileprivate func precondition(on document: Document) -> Precondition {
        var precondition = Precondition()
        switch condition {
        case .nothing: break
        case .versions: precondition.versions = document.versions
        case .status(let status): precondition.status = status
        case .latchesSeen: precondition.latchesSeen = document.latches.map(\.dot)
        case .levelBelow(let value):
            precondition.measured = [Precondition.Measured(metric: Self.level, comparison: .less, value: value)]
        }
        if number % 3 == 0 { precondition.latchesClear = false }
        return precondition
    }

    static let level = DeviceMessage.metric(0)
}
