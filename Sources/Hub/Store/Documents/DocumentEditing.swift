internal import HubTenancy
public import SyncCore
internal import SyncWire
public import Telemetry

/// Edits on the hub's side.
extension DocumentStore {
    /// The document of a machine, locked, and its factory's row; nothing for a machine that no agent serves.
    ///
    /// Throws `DocumentFailure.machineNotServed` for that, `notFound` for a machine that is not there.
    public func lockMachine(_ machine: MachineID) throws -> StoredDocument {
        let (key, agent) = try documentKey(of: machine)
        return try lock(key, agent: agent, machine: machine)
    }

    /// The document of a machine as it is; an empty one when nobody wrote it.
    public func readMachine(_ machine: MachineID) throws -> StoredDocument {
        let (key, agent) = try documentKey(of: machine)
        return try read(key)
            ?? StoredDocument(
                document: Document(key: key), agent: agent, machine: machine, revision: 0, acknowledgedCounter: 0)
    }

    /// The document of a machine or an agent, locked.
    ///
    /// Throws as `lockMachine` does, and `notFound` for an agent that is not there or was revoked.
    public func lock(_ subject: DocumentSubject) throws -> StoredDocument {
        switch subject {
        case .machine(let machine): return try lockMachine(machine)
        case .agent(let agent):
            try look(for: agent)
            return try lock(.agent(agent), agent: agent, machine: nil)
        }
    }

    /// The document of a machine or an agent as it is; an empty one when nobody wrote it.
    public func read(_ subject: DocumentSubject) throws -> StoredDocument {
        switch subject {
        case .machine(let machine): return try readMachine(machine)
        case .agent(let agent):
            try look(for: agent)
            return try read(DocumentKey.agent(agent))
                ?? StoredDocument(
                    document: Document(key: .agent(agent)), agent: agent, machine: nil, revision: 0,
                    acknowledgedCounter: 0)
        }
    }

    private func look(for agent: AgentID) throws {
        let rows = try connection.query(
            "SELECT FROM agents WHERE tenant_id = $1 AND id = $2 AND revoked_at IS NULL", [scope.tenant, agent])
        guard rows.count > 0 else { throw DocumentFailure.notFound }
    }

    /// Writes fields for the hub, each after a check of what may be written here.
    ///
    /// Throws `EditRefusal`; nothing was written then.
    public func edit(_ stored: StoredDocument, _ edits: [FieldEdit], at now: Timestamp) throws {
        let hub = try hubReplica()
        var after = stored.document
        var clock = HybridClock()
        if let newest = after.writes.map(\.label).max() { clock.observe(newest, now: now) }
        for edit in edits {
            if let refusal = EditCheck.refusal(of: edit, to: after, on: .hub, by: policies) { throw refusal }
            after.write(
                edit, at: clock.tick(now: now), by: hub, base: stored.base(of: edit.path, for: hub, by: policies),
                clock: .hub)
        }
        try settle(stored, as: after, by: .hub, at: now)
    }

    private func documentKey(of machine: MachineID) throws -> (DocumentKey, AgentID) {
        let rows = try connection.query(
            """
            SELECT m.agent_id, b.factory, b.machine FROM machines m
            LEFT JOIN machine_bindings b ON b.tenant_id = m.tenant_id AND b.machine_id = m.id
            WHERE m.tenant_id = $1 AND m.id = $2 AND m.deleted_at IS NULL ORDER BY b.factory, b.machine LIMIT 1
            """, [scope.tenant, machine])
        guard let row = rows.first else { throw DocumentFailure.notFound }
        guard let agent = try row.value("agent_id", as: AgentID?.self),
            let factory = try row.value("factory", as: String?.self),
            let key = MachineKey(factory: factory, machine: try row.value("machine"))
        else { throw DocumentFailure.machineNotServed }
        return (.machine(key), agent)
    }
}
