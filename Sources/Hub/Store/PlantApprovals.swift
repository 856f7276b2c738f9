public import HubPlant
public import HubTenancy
public import Telemetry

extension PlantStore {
    /// Approves or rejects a machine, once and for all.
    ///
    /// Who asked for a machine does not decide on it. A machine that an agent discovered was asked for by no user, so
    /// even a tenant's only user may take it on.
    public func decide(
        _ id: MachineID, _ decision: Approval, comment: String?, by actor: Actor, at now: Timestamp,
        _ scope: TenantScope
    ) async throws -> Told<ApprovalOutcome> {
        try await pool.withTransaction(scope: scope) { connection in
            let rows = try connection.query(
                """
                SELECT factory_id, approval, created_by FROM machines WHERE id = $1 AND deleted_at IS NULL FOR UPDATE
                """, [id])
            guard let row = rows.first else { return Told(.notFound) }
            let before = Approval(rawValue: try row.value("approval")) ?? .pending
            guard before == .pending else { return Told(.decided(before)) }
            let submitter: UserID? = try row.value("created_by")
            if let submitter, submitter == actor.user { return Told(.ownSubmission) }
            try connection.execute(
                """
                INSERT INTO machine_approvals (tenant_id, machine_id, decision, comments, decided_by, decided_at)
                VALUES ($1, $2, $3, coalesce($4, ''), $5, $6)
                """, [scope.tenant, id, decision.rawValue, comment, actor.user, now])
            try connection.execute(
                "UPDATE machines SET approval = $2, updated_at = $3, revision = revision + 1 WHERE id = $1",
                [id, decision.rawValue, now])
            let news = try Self.write(
                [decision.edit(comment: comment, by: actor)], to: id, at: now,
                DocumentStore(connection, scope: scope))
            try connection.appendAudit(
                decision == .approved ? "APPROVAL_GRANTED" : "APPROVAL_REFUSED", of: "machine", id.description,
                by: actor, at: now)
            return Told(.done(factory: try row.value("factory_id")), news ?? [])
        }
    }
}
