internal import HubPlant
internal import Telemetry

/// A notice as its row has it.
struct NoticeColumns {
    enum Kind: String {
        case alert
        case machineStatus = "machine-status"
        case approval
        case decision
        case conflict
        case agent
    }

    var kind: Kind
    var subject: UniqueID
    var machine: MachineID?
    var factory: FactoryID?
    var word: String?
}

extension NoticeColumns {
    init(_ notice: Notice) {
        switch notice {
        case .alert(let id, let machine, let factory):
            self.init(kind: .alert, subject: id.unique, machine: machine, factory: factory)
        case .machineStatus(let id, let factory, let status):
            self.init(kind: .machineStatus, subject: id.unique, machine: id, factory: factory, word: status)
        case .approval(let id, let factory, let decision):
            self.init(kind: .approval, subject: id.unique, machine: id, factory: factory, word: decision)
        case .decision(let id, let machine, let factory):
            self.init(kind: .decision, subject: id.unique, machine: machine, factory: factory)
        case .conflict(let id, let machine, let factory):
            self.init(kind: .conflict, subject: id.unique, machine: machine, factory: factory)
        case .agent(let id):
            self.init(kind: .agent, subject: id.unique)
        }
    }

    /// Nothing for a row of a kind that only a later version of the hub writes.
    init?(_ row: PostgresRow) throws(PostgresFailure) {
        guard let kind = Kind(rawValue: try row.value("kind")) else { return nil }
        self.init(
            kind: kind, subject: try row.value("subject"), machine: try row.value("machine_id"),
            factory: try row.value("factory_id"), word: try row.value("word"))
    }

    /// Nothing for a row without what its kind needs.
    var notice: Notice? {
        switch kind {
        case .alert: return .alert(AlertID(subject), machine: machine, factory: factory)
        case .conflict: return .conflict(ConflictID(subject), machine: machine, factory: factory)
        case .agent: return .agent(AgentID(subject))
        case .decision:
            guard let machine, let factory else { return nil }
            return .decision(DecisionID(subject), machine: machine, factory: factory)
        case .machineStatus, .approval:
            guard let machine, let factory, let word else { return nil }
            return kind == .approval
                ? .approval(machine, factory: factory, decision: word)
                : .machineStatus(machine, factory: factory, status: word)
        }
    }
}
