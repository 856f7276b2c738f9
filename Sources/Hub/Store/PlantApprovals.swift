public import HubPlant
public import HubTenancy
internal import SyncCore
internal import SyncWire
public import Telemetry

extension PlantStore {
    /// Approves or rejects a machine, once, or revokes an approval, for good.
    ///
    /// Who asked for a machine does not decide on it. A machine that an agent discovered was asked for by no user, so
    /// even a tenant's only user may take it on.
    public func decide(
        _ id: MachineID, _ decision: Approval, comment: String?, by actor: Actor, at now: Timestamp,
        _ scope: TenantScope
    ) async throws -> ApprovalOutcome {
        do {
            return try await pool.withTransaction(scope: scope) { connection in
                guard try Self.note(decision, on: id, comment, by: actor, at: now, scope, connection)
                else { return .notFound }
                _ = try Self.write(
                    [decision.edit(comment: comment, by: actor)], to: id, at: now,
                    DocumentStore(connection, scope: scope))
                return .done
            }
        } catch let refusal as ApprovalRefusal {
            return .refused(refusal)
        }
    }

    /// Writes a decision into the machine's row and beside it; false for no such machine.
    ///
    /// Locks the row. Throws `ApprovalRefusal`; nothing was written then.
    static func note(
        _ decision: Approval, on id: MachineID, _ comment: String?, by actor: Actor, at now: Timestamp,
        _ scope: TenantScope, _ connection: PostgresConnection
    ) throws -> Bool {
        let rows = try connection.query(
            "SELECT factory_id, approval, created_by FROM machines WHERE id = $1 AND deleted_at IS NULL FOR UPDATE",
            [id])
        guard let row = rows.first else { return false }
        let before = Approval(rawValue: try row.value("approval")) ?? .pending
        let submitter: UserID? = try row.value("created_by")
        let isOwn = submitter != nil && submitter == actor.user
        if let refusal = before.refusal(of: decision, bySubmitter: isOwn) { throw refusal }
        try connection.execute(
            """
            INSERT INTO machine_approvals (tenant_id, machine_id, decision, comments, decided_by, decided_at)
            VALUES ($1, $2, $3, coalesce($4, ''), $5, $6)
            """, [scope.tenant, id, decision.rawValue, comment, actor.user, now])
        try connection.execute(
            "UPDATE machines SET approval = $2, updated_at = $3, revision = revision + 1 WHERE id = $1",
            [id, decision.rawValue, now])
        try connection.appendAudit(decision.action, of: "machine", id.description, by: actor, at: now)
        connection.tell(.approval(id, factory: try row.value("factory_id"), decision: decision.rawValue))
        return true
    }

    /// Notes what edits of a document decide about its machine; what stands already is not decided again.
    ///
    /// Throws `ApprovalRefusal`. A word that is none is left to the check of the edit.
    static func noteDecision(
        in edits: [FieldEdit], on id: MachineID, by actor: Actor, at now: Timestamp, _ scope: TenantScope,
        _ connection: PostgresConnection
    ) throws {
        for edit in edits where edit.path == Approval.path {
            guard edit.authority >= .supervisor, let decision = edit.value?.text.flatMap(Approval.init) else {
                continue
            }
            let rows = try connection.query("SELECT approval FROM machines WHERE id = $1", [id])
            if try rows.first?.value("approval", as: String.self) == decision.rawValue { continue }
            _ = try note(decision, on: id, edit.reason, by: actor, at: now, scope, connection)
        }
    }
}

extension Approval {
    /// What the audit calls the decision.
    fileprivate var action: String {
        switch self {
        case .approved: "APPROVAL_GRANTED"
        case .revoked: "APPROVAL_REVOKED"
        case .rejected, .pending: "APPROVAL_REFUSED"
        }
    }
}
