public import HubPlant
public import HubTenancy
internal import Runtime
internal import SyncCore
internal import SyncWire
public import Telemetry

/// Commands to devices, as people send and follow them; each operation is one transaction for one tenant.
///
/// Every command ends in exactly one state; what comes after that is noted and changes nothing.
public struct CommandStore: Sendable {
    let pool: PostgresPool

    /// A store on a pool whose connections have taken on the application's role.
    public init(_ pool: PostgresPool) {
        self.pool = pool
    }

    /// The commands of a machine, the newest first, without their steps.
    public func commands(
        of machine: MachineID, limit: Int, offset: Int, _ scope: TenantScope
    ) async throws -> Page<ShownCommand> {
        try await pool.withTransaction(scope: scope) { connection in
            let rows = try connection.query(
                """
                \(Self.columns) WHERE c.tenant_id = $1 AND c.machine_id = $2
                ORDER BY c.issued_at DESC, c.id LIMIT $3 OFFSET $4
                """, [scope.tenant, machine, limit, offset])
            let total = try connection.count(
                "SELECT count(*) FROM commands WHERE tenant_id = $1 AND machine_id = $2", [scope.tenant, machine])
            return Page(items: try rows.compactMap { try ShownCommand($0) }, total: total)
        }
    }

    /// The commands whose ids begin so, of any machine, the newest first, without their steps.
    public func commands(
        _ ids: ClosedRange<DeviceCommandID>, limit: Int, offset: Int, _ scope: TenantScope
    ) async throws -> Page<ShownCommand> {
        try await pool.withTransaction(scope: scope) { connection in
            let rows = try connection.query(
                """
                \(Self.columns) WHERE c.tenant_id = $1 AND c.id BETWEEN $2 AND $3
                ORDER BY c.issued_at DESC, c.id LIMIT $4 OFFSET $5
                """, [scope.tenant, ids.lowerBound, ids.upperBound, limit, offset])
            let total = try connection.count(
                "SELECT count(*) FROM commands WHERE tenant_id = $1 AND id BETWEEN $2 AND $3",
                [scope.tenant, ids.lowerBound, ids.upperBound])
            return Page(items: try rows.compactMap { try ShownCommand($0) }, total: total)
        }
    }

    /// One command with its steps; nothing when there is none such for this tenant.
    public func command(_ id: DeviceCommandID, _ scope: TenantScope) async throws -> ShownCommand? {
        try await pool.withTransaction(scope: scope) { try Self.shown(id, $0, scope) }
    }

    /// Takes a command: signed, and on its way with the agent's next round.
    ///
    /// With the id of a command that is there nothing is made: that one is returned, as it is now, or `OtherCommand` is
    /// thrown where its content is another. Without an id it has a new one.
    ///
    /// Throws `DocumentFailure` for a machine that is not there or that no agent serves, and for a document that has
    /// another revision than its issuer saw.
    public func send(
        _ draft: CommandDraft, as given: DeviceCommandID? = nil, to machine: MachineID, signer: CommandSigner,
        by actor: Actor, at now: Timestamp, _ scope: TenantScope
    ) async throws -> ShownCommand {
        var random = SystemRandomNumberGenerator()
        let id = given ?? DeviceCommandID.timeOrdered(at: now, using: &random)
        return try await pool.withTransaction(scope: scope) { connection in
            if given != nil, let known = try Self.known(id, draft, machine, connection, scope) { return known }
            let documents = DocumentStore(connection, scope: scope)
            // Its row keeps two commands of one machine from taking one fence.
            let stored = try documents.lockMachine(machine)
            // The first of two equal requests may have ended while this one waited for the lock.
            if given != nil, let known = try Self.known(id, draft, machine, connection, scope) { return known }
            var precondition = draft.precondition
            if let revision = draft.documentRevision {
                guard revision == stored.revision else {
                    throw DocumentFailure.staleRevision(current: stored.revision)
                }
                precondition.versions = stored.document.versions
            }
            guard let key = MachineKey(stored.key.subject) else { throw DocumentFailure.machineNotServed }
            let fence: Int64 =
                try connection.query(
                    """
                    SELECT coalesce(max(fence), 0) + 1 FROM commands
                    WHERE tenant_id = $1 AND machine_id = $2 AND action = $3
                    """, [scope.tenant, machine, draft.action]
                ).first?.value(0) ?? 1
            let order = CommandOrder(
                id: id, tenant: scope.tenant, agent: stored.agent, machine: key, action: draft.action,
                arguments: draft.arguments, issuer: actor.name, issuedAt: now, notBefore: draft.notBefore ?? now,
                expiresAt: now.advanced(seconds: draft.lifeSeconds), precondition: precondition,
                executionClass: draft.executionClass, fence: UInt64(clamping: fence))
            let bytes = order.encode()
            try connection.execute(
                Self.insert,
                [
                    scope.tenant, id, order.agent, machine, order.action,
                    PostgresValue.json(order.arguments.description), order.issuer, actor.user, now, order.notBefore,
                    order.expiresAt, Int16(order.executionClass.rawValue),
                    PostgresValue.json(draft.shownPrecondition.description), fence, bytes, signer.id,
                    try signer.sign(bytes),
                ])
            try connection.noteCommand(id, "QUEUED", by: actor.name, at: now, scope)
            try connection.appendAudit(
                "COMMAND_SENT", of: "command", id.description, after: FieldValue.text(order.action).description,
                by: actor, at: now)
            guard let shown = try Self.shown(id, connection, scope) else { throw DocumentFailure.notFound }
            return shown
        }
    }

    /// Takes a command back: at once while it was not sent, otherwise by a message that may come too late.
    ///
    /// One that has ended is returned as it is; nothing when there is none such.
    public func cancel(
        _ id: DeviceCommandID, reason: String, by actor: Actor, at now: Timestamp, _ scope: TenantScope
    ) async throws -> ShownCommand? {
        try await pool.withTransaction(scope: scope) { connection in
            let rows = try connection.query(
                "SELECT state, sent_at, cancelled_at FROM commands WHERE tenant_id = $1 AND id = $2 FOR UPDATE",
                [scope.tenant, id])
            guard let row = rows.first else { return nil }
            let state = CommandState(rawValue: try row.value("state")) ?? .unknown
            let isAsked = try row.value("cancelled_at", as: Timestamp?.self) != nil
            if !state.isFinal, !isAsked {
                let isUnsent = try row.value("sent_at", as: Timestamp?.self) == nil
                try connection.execute(
                    """
                    UPDATE commands SET state = CASE WHEN $3 THEN 'CANCELLED' ELSE state END, waiting = NOT $3,
                        reason = CASE WHEN $3 THEN $4 ELSE reason END, cancel_reason = $4, cancelled_at = $5,
                        changed_at = $5
                    WHERE tenant_id = $1 AND id = $2
                    """, [scope.tenant, id, isUnsent, reason, now])
                try connection.noteCommand(
                    id, isUnsent ? "CANCELLED" : "CANCEL_ASKED", reason: reason, by: actor.name, at: now, scope)
                try connection.appendAudit("COMMAND_CANCELLED", of: "command", id.description, by: actor, at: now)
            }
            return try Self.shown(id, connection, scope)
        }
    }

    static func shown(
        _ id: DeviceCommandID, _ connection: PostgresConnection, _ scope: TenantScope
    ) throws -> ShownCommand? {
        let events = try connection.query(
            """
            SELECT at, event, code, reason, actor, late FROM command_events
            WHERE tenant_id = $1 AND command_id = $2 ORDER BY id LIMIT 1000
            """, [scope.tenant, id]
        ).map { row in
            ShownCommand.Event(
                at: try row.value("at"), event: try row.value("event"), code: try row.value("code"),
                reason: try row.value("reason"), actor: try row.value("actor"), isLate: try row.value("late"))
        }
        return try connection.query("\(columns) WHERE c.tenant_id = $1 AND c.id = $2", [scope.tenant, id]).first
            .flatMap { try ShownCommand($0, events: events) }
    }

    private static let columns = """
        SELECT c.*, m.name AS machine_name FROM commands c
        JOIN machines m ON m.tenant_id = c.tenant_id AND m.id = c.machine_id
        """

    private static let insert = """
        INSERT INTO commands (tenant_id, id, agent_id, machine_id, action, arguments, issuer, issued_by, issued_at,
            not_before, expires_at, execution_class, precondition, fence, signed_order, key_id, signature, state,
            changed_at, waiting)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, 'QUEUED', $9, true)
        """
}

extension PostgresConnection {
    /// Writes one step of a command's life.
    func noteCommand(
        _ id: DeviceCommandID, _ event: String, code: String = "", reason: String = "", by actor: String,
        isLate: Bool = false, at now: Timestamp, _ scope: TenantScope
    ) throws(PostgresFailure) {
        try execute(
            """
            INSERT INTO command_events (tenant_id, command_id, at, event, code, reason, actor, late)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
            """, [scope.tenant, id, now, event, code, reason, actor, isLate])
    }
}
