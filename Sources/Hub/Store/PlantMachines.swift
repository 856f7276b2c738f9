public import HubPlant
public import HubTenancy
internal import Runtime
internal import SyncCore
internal import SyncWire
public import Telemetry

extension PlantStore {
    /// The machines of a filter by name; several queries for all of them, never one for each.
    public func machines(
        _ filter: MachineFilter, limit: Int, offset: Int, _ scope: TenantScope
    ) async throws -> Page<Machine> {
        try await pool.withTransaction(scope: scope) { connection in
            let parameters: [any PostgresEncodable] = [
                filter.status, filter.type, filter.factory, filter.text.map(LikePattern.holding),
            ]
            let rows = try connection.query(
                """
                \(Self.machineColumns) WHERE m.deleted_at IS NULL \(Self.machineFilter)
                ORDER BY f.name, m.name LIMIT $5 OFFSET $6
                """, parameters + [limit, offset])
            let total = try connection.count(
                """
                SELECT count(*) FROM machines m JOIN factories f ON f.tenant_id = m.tenant_id AND f.id = m.factory_id
                WHERE m.deleted_at IS NULL \(Self.machineFilter)
                """, parameters)
            return Page(items: try MachineReading.machines(rows, connection), total: total)
        }
    }

    /// One machine; nothing when there is none such for this tenant.
    public func machine(_ id: MachineID, _ scope: TenantScope) async throws -> Machine? {
        try await pool.withTransaction(scope: scope) { try Self.machine(id, $0) }
    }

    /// The factory of a machine; nothing when there is no such machine for this tenant.
    public func factoryOfMachine(_ id: MachineID, _ scope: TenantScope) async throws -> FactoryID? {
        try await pool.withTransaction(scope: scope) { connection in
            try connection.query("SELECT factory_id FROM machines WHERE id = $1 AND deleted_at IS NULL", [id])
                .first?.value("factory_id")
        }
    }

    /// Makes a machine that waits for its approval.
    ///
    /// With an id that was given before, the machine of that name which was made with it is returned.
    public func makeMachine(
        _ draft: MachineDraft, as given: MachineID? = nil, by actor: Actor, at now: Timestamp, _ scope: TenantScope
    ) async throws -> ChangeOutcome<Machine> {
        var random = SystemRandomNumberGenerator()
        let id = given ?? MachineID.timeOrdered(at: now, using: &random)
        do {
            return try await pool.withTransaction(scope: scope) { connection in
                let inserted = try connection.execute(
                    """
                    INSERT INTO machines (tenant_id, id, factory_id, name, type, description, profile, created_by,
                        created_at)
                    SELECT tenant_id, $2, id, $3, $4, coalesce($5, ''), $6, $7, $8 FROM factories
                    WHERE id = $1 AND deleted_at IS NULL
                    """,
                    [draft.factory, id, draft.name, draft.type, draft.description, draft.profile, actor.user, now])
                guard inserted == 1, let machine = try Self.machine(id, connection) else { return .notFound }
                try connection.appendAudit("MACHINE_CREATED", of: "machine", id.description, by: actor, at: now)
                return .done(machine)
            }
        } catch let failure as PostgresFailure where failure.kind == .uniqueViolation {
            guard given != nil, let made = try await machine(id, scope), made.name == draft.name,
                made.factory == draft.factory
            else { return .taken }
            return .done(made)
        }
    }

    /// Changes what is given of a machine; where an agent serves it, by its document, so that the agent hears of it.
    public func change(
        _ id: MachineID, _ change: MachineChange, by actor: Actor, at now: Timestamp, _ scope: TenantScope
    ) async throws -> ChangeOutcome<Machine> {
        do {
            return try await pool.withTransaction(scope: scope) { connection in
                if try Self.isNameTaken(change.name, id, connection) { return .taken }
                let isDocumented = try Self.write(
                    change.edits(by: actor), to: id, at: now, DocumentStore(connection, scope: scope))
                let left = isDocumented ? MachineChange() : change
                let touched = try connection.execute(
                    """
                    UPDATE machines SET name = coalesce($2, name), type = coalesce($3, type),
                        description = coalesce($4, description), updated_at = $5, revision = revision + 1
                    WHERE id = $1 AND deleted_at IS NULL
                    """, [id, left.name, left.type, left.description, now])
                guard touched == 1, let machine = try Self.machine(id, connection) else { return .notFound }
                try connection.appendAudit("MACHINE_CHANGED", of: "machine", id.description, by: actor, at: now)
                return .done(machine)
            }
        } catch let failure as PostgresFailure where failure.kind == .uniqueViolation {
            return .taken
        }
    }

    /// Takes a machine off the lists; its readings stay for their time.
    ///
    /// A removal never beats a latch, an alert that is active, or a command that has not ended: then it is in use.
    public func removeMachine(
        _ id: MachineID, by actor: Actor, at now: Timestamp, _ scope: TenantScope
    ) async throws -> RemovalOutcome {
        try await pool.withTransaction(scope: scope) { connection in
            let rows = try connection.query(Self.machineUse, [id])
            guard let row = rows.first else { return .notFound }
            if try row.value("in_use") { return .inUse }
            // The call's own rules let supervisors do it; a person's edit of the field is refused.
            let edit = FieldEdit(
                path: DeletionGuard.path, value: .flag(true), actor: actor.name, authority: .system)
            _ = try Self.write([edit], to: id, at: now, DocumentStore(connection, scope: scope))
            try connection.execute("UPDATE machines SET deleted_at = $2 WHERE id = $1", [id, now])
            try connection.appendAudit("MACHINE_REMOVED", of: "machine", id.description, by: actor, at: now)
            return .done
        }
    }

    private static func isNameTaken(
        _ name: String?, _ id: MachineID, _ connection: PostgresConnection
    ) throws(PostgresFailure) -> Bool {
        guard let name else { return false }
        return try connection.query(
            """
            SELECT FROM machines o JOIN machines m ON m.tenant_id = o.tenant_id AND m.factory_id = o.factory_id
            WHERE m.id = $1 AND o.id <> m.id AND o.name = $2 AND o.deleted_at IS NULL
            """, [id, name]
        ).count > 0
    }

    /// The newest values of machines; of one that there is not, nothing.
    public func values(of machines: [MachineID], _ scope: TenantScope) async throws -> [MachineValues] {
        try await pool.withTransaction(scope: scope) { try MachineReading.values(of: machines, $0) }
    }

    static func machine(_ id: MachineID, _ connection: PostgresConnection) throws -> Machine? {
        let rows = try connection.query("\(machineColumns) WHERE m.id = $1 AND m.deleted_at IS NULL", [id])
        return try MachineReading.machines(rows, connection).first
    }

    private static let machineUse = """
        SELECT latches <> '{}' OR EXISTS (SELECT FROM alerts a
                WHERE a.tenant_id = m.tenant_id AND a.machine_id = m.id AND a.active AND a.resolved_at IS NULL)
            OR EXISTS (SELECT FROM commands c WHERE c.tenant_id = m.tenant_id AND c.machine_id = m.id
                AND c.state IN ('QUEUED', 'RECEIVED', 'EXECUTING', 'ACCEPTED')) AS in_use
        FROM machines m WHERE m.id = $1 AND m.deleted_at IS NULL FOR UPDATE OF m
        """

    private static let machineColumns = """
        SELECT m.id, m.name, m.type, m.factory_id, f.name AS factory_name, m.description, m.profile, m.approval,
            m.status, m.latches, m.conflicted, m.created_at,
            ARRAY(SELECT key FROM jsonb_each_text(m.intervals) ORDER BY key) AS interval_metrics,
            ARRAY(SELECT value::float8 FROM jsonb_each_text(m.intervals) ORDER BY key) AS interval_seconds,
            ARRAY(SELECT l->>'metric' FROM jsonb_array_elements(m.limits) l) AS limit_metrics,
            ARRAY(SELECT l->>'kind' FROM jsonb_array_elements(m.limits) l) AS limit_kinds,
            ARRAY(SELECT l->>'severity' FROM jsonb_array_elements(m.limits) l) AS limit_severities,
            ARRAY(SELECT l->>'direction' FROM jsonb_array_elements(m.limits) l) AS limit_directions,
            ARRAY(SELECT (l->>'threshold')::float8 FROM jsonb_array_elements(m.limits) l) AS limit_thresholds,
            a.id AS agent_id, a.name AS agent_name, a.last_seen_at, a.round_interval, a.backlog_readings,
            t.temperature, t.vibration, t.health, t.failure_probability, t.remaining_hours
        FROM machines m
        JOIN factories f ON f.tenant_id = m.tenant_id AND f.id = m.factory_id
        LEFT JOIN agents a ON a.tenant_id = m.tenant_id AND a.id = m.agent_id
        LEFT JOIN machine_twins t ON t.tenant_id = m.tenant_id AND t.machine_id = m.id
        """

    /// Parameters 1 to 4: shown status, type, factory, pattern of the name.
    private static let machineFilter = """
        AND ($1::text IS NULL OR CASE WHEN m.approval = 'APPROVED' THEN m.status ELSE m.approval END = $1)
        AND ($2::text IS NULL OR m.type = $2) AND ($3::uuid IS NULL OR m.factory_id = $3)
        AND ($4::text IS NULL OR m.name ILIKE $4)
        """
}
