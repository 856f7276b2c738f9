internal import HubTenancy
internal import SyncCore
public import SyncWire
public import Telemetry

/// Stream D: patches of an agent's documents.
extension RoundStore {
    /// Applies one patch to its document, with all that follows from it.
    ///
    /// Throws `PatchRefusal` for one that may not be applied; nothing was changed then. The same patch twice changes
    /// nothing the second time.
    public func apply(
        _ patch: DocumentPatch, machines: [MachineKey: MachineRow], isLate: Bool = false, at now: Timestamp
    ) throws {
        let documents = DocumentStore(connection, scope: scope)
        let owner = try owner(of: patch.key, machines)
        if let agent = owner.agent, agent != self.agent { throw PatchRefusal.documentForeign(patch.key) }
        var stored = try documents.lock(patch.key, agent: agent, machine: owner.machine)
        if stored.agent != agent {
            // The machine has come to this agent; a document of nothing that the hub knows stays with its first one.
            guard owner.agent == agent else { throw PatchRefusal.documentForeign(patch.key) }
            stored.agent = agent
        }
        let sender = ReplicaID.edge(incarnation)
        if let refusal = PatchCheck.refusal(of: patch, from: sender, to: stored.document, by: documents.policies) {
            throw refusal
        }
        var after = stored.document
        if isLate { after.applyLate(patch) } else { after.apply(patch) }
        if after == stored.document { return }
        try documents.settle(stored, as: after, by: .edge, at: now)
        let actors = Set(patch.writes.map(\.actor)).sorted().joined(separator: ", ")
        try audit(
            AuditEntry(
                at: now, actor: actors, action: "DOCUMENT_CHANGED", target: patch.key.description,
                detail: patch.writes.map(\.path.description).joined(separator: ", ")))
    }

    /// The machine that a document is about, and whose it is; no agent where nobody's is known.
    private func owner(
        of key: DocumentKey, _ machines: [MachineKey: MachineRow]
    ) throws -> (agent: AgentID?, machine: MachineID?) {
        switch key.kind {
        case .machine:
            guard let row = MachineKey(key.subject).flatMap({ machines[$0] }) else {
                throw PatchRefusal.documentForeign(key)
            }
            let rows = try connection.query(
                "SELECT agent_id FROM machines WHERE tenant_id = $1 AND id = $2", [scope.tenant, row.machine])
            let owner = try rows.first?.value("agent_id", as: AgentID?.self) ?? nil
            return (owner ?? agent, row.machine)
        case .alert:
            guard let alert = AlertID(key.subject) else { throw PatchRefusal.documentForeign(key) }
            let rows = try connection.query(
                "SELECT agent_id, machine_id FROM alerts WHERE tenant_id = $1 AND id = $2", [scope.tenant, alert])
            guard let row = rows.first else { return (nil, nil) }
            return (try row.value("agent_id"), try row.value("machine_id"))
        case .agent:
            guard key == .agent(agent) else { throw PatchRefusal.documentForeign(key) }
            return (agent, nil)
        default: return (nil, nil)
        }
    }

    /// A machine that came to this agent brings its documents along; the agent is to have all of them.
    func takeOverDocuments(of machine: MachineID) throws(PostgresFailure) {
        try connection.execute(
            """
            UPDATE documents SET agent_id = $3, dirty = true, sent_incarnation = NULL
            WHERE tenant_id = $1 AND machine_id = $2 AND agent_id <> $3
            """, [scope.tenant, machine, agent])
    }
}
