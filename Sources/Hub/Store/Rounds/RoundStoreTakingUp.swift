internal import HubPlant
internal import HubTenancy
internal import SyncCore
internal import SyncWire
public import Telemetry

/// A machine that an agent serves from now on, and its document.
extension RoundStore {
    /// Writes into the document what people said of a machine before an agent served it; takes back what was decided
    /// about one that was removed, when it comes again.
    ///
    /// The row follows the document that its key has: its name, its limits, its latches. That it was removed is taken
    /// back when what came with it is in (`takeBackRemovals`).
    func takeUpDocument(of key: MachineKey, _ machine: MachineID, isNew: Bool, at now: Timestamp) throws {
        let documents = DocumentStore(connection, scope: scope)
        let known = try documents.read(.machine(key))
        var edits = isNew ? [] : try saidBefore(of: machine)
        if isNew, let known, !Self.deletions(in: known.document).isEmpty {
            edits.append(edit(Self.approval, nil, Self.hereAgain))
        }
        guard known != nil || !edits.isEmpty else { return }
        var stored = try documents.lock(.machine(key), agent: agent, machine: machine)
        stored.agent = agent
        let news = edits.filter { edit in
            stored.document.value(of: edit.path, by: documents.policies) != edit.value
        }
        try documents.edit(stored, news, at: now)
        guard known != nil, var current = try documents.read(.machine(key)) else { return }
        current.machine = machine
        try documents.carryOut(current, before: Document(key: .machine(key)), at: now)
    }

    /// Takes back that machines were removed, of those that the round began with.
    ///
    /// A removal does not beat a latch or an open alert that came now: then that is a conflict, and people see it.
    public func takeBackRemovals(_ machines: [MachineKey: MachineRow], at now: Timestamp) throws {
        let documents = DocumentStore(connection, scope: scope)
        for (key, row) in machines.filter(\.value.isTakenUp).sorted(by: { $0.key < $1.key }) {
            guard let known = try documents.read(.machine(key)) else { continue }
            let deletions = Self.deletions(in: known.document)
            if deletions.isEmpty { continue }
            let stored = try documents.lock(.machine(key), agent: agent, machine: row.machine)
            let hasAlert = try hasOpenAlert(row.machine)
            let reason = hasAlert ? Self.hereAgain + ", with an open alert" : Self.hereAgain
            try documents.edit(stored, [edit(DeletionGuard.path, .flag(false), reason)], at: now)
            guard hasAlert, stored.document.latches.isEmpty else { continue }
            try documents.noteGuarded(deletions, of: .machine(key), at: now)
        }
    }

    private func hasOpenAlert(_ machine: MachineID) throws(PostgresFailure) -> Bool {
        try connection.query(
            """
            SELECT FROM alerts WHERE tenant_id = $1 AND machine_id = $2 AND active AND resolved_at IS NULL LIMIT 1
            """, [scope.tenant, machine]
        ).count > 0
    }

    private static func deletions(in document: Document) -> [FieldWrite] {
        document.siblings(of: DeletionGuard.path).filter { $0.value == .flag(true) }
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

    private static let hereAgain = "the machine is here again"
    private static let approval = Approval.path
}
