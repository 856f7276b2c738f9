internal import HubPlant
internal import HubTenancy
internal import SyncCore
internal import SyncWire
internal import Telemetry

/// What the calls for machines and alerts change goes into their documents, where an agent has the other copy.
extension PlantStore {
    /// Writes into a machine's document; false, and nothing done, for a machine that no agent serves.
    ///
    /// What holds already is not written again. Who calls has checked the role by the call's own rules.
    static func write(
        _ edits: [FieldEdit], to machine: MachineID, at now: Timestamp, _ documents: DocumentStore
    ) throws -> Bool {
        let stored: StoredDocument
        do {
            stored = try documents.lockMachine(machine)
        } catch DocumentFailure.machineNotServed, DocumentFailure.notFound {
            return false
        }
        let news = edits.filter { edit in
            let outcome = stored.document.outcome(of: edit.path, by: documents.policies)
            return outcome?.value != edit.value || outcome?.isConflict == true
        }
        try documents.edit(stored, news, at: now)
        return true
    }

    /// Writes what a person does about an alert into its document; false, and nothing done, for one that is no agent's.
    static func write(
        _ change: AlertChange, comment: String?, to alert: AlertID, by actor: Actor, at now: Timestamp,
        _ documents: DocumentStore
    ) throws -> Bool {
        let rows = try documents.connection.query(
            """
            SELECT a.agent_id, a.machine_id, a.revision FROM alerts a
            WHERE a.tenant_id = $1 AND a.id = $2 AND a.machine_id IS NOT NULL AND a.agent_id IS NOT NULL
            """, [documents.scope.tenant, alert])
        guard let row = rows.first else { return false }
        let stored = try documents.lock(
            .alert(alert), agent: try row.value("agent_id"), machine: try row.value("machine_id"))
        let revision: Int64 = try row.value("revision")
        guard let edit = change.edit(comment: comment, revision: revision, by: actor) else { return false }
        let outcome = stored.document.outcome(of: edit.path, by: documents.policies)
        if outcome?.value != edit.value || outcome == nil { try documents.edit(stored, [edit], at: now) }
        return true
    }
}

extension MachineChange {
    func edits(by actor: Actor) -> [FieldEdit] {
        let fields = [("name", name), ("type", type), ("description", description)]
        return fields.compactMap { path, text in
            guard let text, let path = FieldPath(path) else { return nil }
            return FieldEdit(path: path, value: .text(text), actor: actor.name, authority: .operator)
        }
    }
}

extension Approval {
    static let path = FieldPath(known: "approval")

    func edit(comment: String?, by actor: Actor) -> FieldEdit {
        FieldEdit(
            path: Self.path, value: .text(rawValue), actor: actor.name, authority: .supervisor,
            reason: comment ?? "")
    }
}

extension AlertChange {
    /// The field that says it; nothing for an actor whose name cannot stand in a path.
    func edit(comment: String?, revision: Int64, by actor: Actor) -> FieldEdit? {
        let (path, value): (FieldPath?, FieldValue?) =
            switch self {
            case .acknowledge: (FieldPath("acknowledged.\(actor.name)"), .text(comment ?? ""))
            case .resolve: (FieldPath(known: "resolved"), .number(Double(max(1, revision))))
            case .shelve(let until): (FieldPath(known: "shelved-until"), .text(until.rfc3339))
            case .unshelve: (FieldPath(known: "shelved-until"), nil)
            }
        return path.map {
            FieldEdit(path: $0, value: value, actor: actor.name, authority: .operator, reason: comment ?? "")
        }
    }
}
