internal import HubTenancy
internal import SyncCore
internal import SyncWire
internal import Telemetry

/// A machine that an agent serves from now on, and its document.
extension RoundStore {
    /// Writes into the document what people said of a machine before an agent served it; takes back that it was
    /// removed, when it comes again, and with that what was decided about the one before it.
    ///
    /// The row follows the document that its key has: its name, its limits, its latches.
    func takeUpDocument(of key: MachineKey, _ machine: MachineID, isNew: Bool, at now: Timestamp) throws {
        let documents = DocumentStore(connection, scope: scope)
        let known = try documents.read(.machine(key))
        var edits = isNew ? [] : try saidBefore(of: machine)
        if known?.document.value(of: Self.deleted, by: documents.policies) == .flag(true) {
            edits.append(edit(Self.deleted, .flag(false), "the machine is here again"))
            if isNew { edits.append(edit(Self.approval, nil, "the machine is here again")) }
        }
        guard known != nil || !edits.isEmpty else { return }
        var stored = try documents.lock(.machine(key), agent: agent, machine: machine)
        stored.agent = agent
        let news = edits.filter { edit in
            stored.document.value(of: edit.path, by: documents.policies) != edit.value
        }
        _ = try documents.edit(stored, news, at: now)
        guard known != nil, var current = try documents.read(.machine(key)) else { return }
        current.machine = machine
        _ = try documents.carryOut(current, before: Document(key: .machine(key)), at: now)
    }

    /// What the columns of a machine say that are not as a discovered one has them.
    private func saidBefore(of machine: MachineID) throws -> [FieldEdit] {
        let rows = try connection.query(
            "SELECT name, type, description, approval FROM machines WHERE tenant_id = $1 AND id = $2",
            [scope.tenant, machine])
        guard let row = rows.first else { return [] }
        let reason = "said before an agent served the machine"
        var edits: [FieldEdit] = []
        for column in ["name", "type", "description"] {
            guard let path = FieldPath(column), let text = try row.value(column, as: String?.self), !text.isEmpty else {
                continue
            }
            edits.append(edit(path, .text(text), reason))
        }
        let approval: String = try row.value("approval")
        if approval != "PENDING" { edits.append(edit(Self.approval, .text(approval), reason)) }
        return edits
    }

    private func edit(_ path: FieldPath, _ value: FieldValue?, _ reason: String) -> FieldEdit {
        FieldEdit(path: path, value: value, actor: "hub", authority: .system, reason: reason)
    }

    private static let deleted = FieldPath(known: "deleted")
    private static let approval = FieldPath(known: "approval")
}
