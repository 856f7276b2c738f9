public import HubPlant
public import HubTenancy
public import Telemetry

extension PlantStore {
    /// The agents by name, revoked ones last.
    public func agents(limit: Int, offset: Int, _ scope: TenantScope) async throws -> Page<PlantAgent> {
        try await pool.withTransaction(scope: scope) { connection in
            let rows = try connection.query(
                "SELECT * FROM agents ORDER BY revoked_at IS NOT NULL, name, id LIMIT $1 OFFSET $2", [limit, offset])
            return Page(
                items: try rows.map(PlantAgent.init), total: try connection.count("SELECT count(*) FROM agents"))
        }
    }

    /// One agent; nothing when there is none such for this tenant.
    public func agent(_ id: AgentID, _ scope: TenantScope) async throws -> PlantAgent? {
        try await pool.withTransaction(scope: scope) { connection in
            try connection.query("SELECT * FROM agents WHERE id = $1", [id]).first.map(PlantAgent.init)
        }
    }

    /// Stores the hash of a token that enrols one agent before `expiresAt`.
    public func makeEnrolment(
        token hash: [UInt8], name: String, expiresAt: Timestamp, by actor: Actor, at now: Timestamp,
        _ scope: TenantScope
    ) async throws {
        try await pool.withTransaction(scope: scope) { connection in
            try connection.execute(
                """
                INSERT INTO agent_enrolments (tenant_id, id, name, token_hash, created_by, created_at, expires_at)
                VALUES ($1, gen_random_uuid(), $2, $3, $4, $5, $6)
                """, [scope.tenant, name, hash, actor.user, now, expiresAt])
            try connection.appendAudit("ENROLMENT_CREATED", of: "agent", name, by: actor, at: now)
        }
    }

    /// Ends an agent's certificates for ever; false when there is no such agent.
    public func revokeAgent(
        _ id: AgentID, by actor: Actor, at now: Timestamp, _ scope: TenantScope
    ) async throws -> Bool {
        try await pool.withTransaction(scope: scope) { connection in
            let touched = try connection.execute(
                "UPDATE agents SET revoked_at = coalesce(revoked_at, $2) WHERE id = $1", [id, now])
            guard touched == 1 else { return false }
            try connection.execute(
                "UPDATE agent_certificates SET revoked_at = $2 WHERE agent_id = $1 AND revoked_at IS NULL", [id, now])
            connection.tell(.agent(id))
            try connection.appendAudit("AGENT_REVOKED", of: "agent", id.description, by: actor, at: now)
            return true
        }
    }
}

extension PlantAgent {
    init(_ row: PostgresRow) throws {
        let version: String = try row.value("version")
        self.init(
            id: try row.value("id"), name: try row.value("name"), version: version.isEmpty ? nil : version,
            incarnation: try row.value("incarnation"), enrolledAt: try row.value("enrolled_at"),
            lastSeenAt: try row.value("last_seen_at"), roundIntervalSeconds: try row.value("round_interval"),
            certificateExpiresAt: try row.value("certificate_expires_at"), revokedAt: try row.value("revoked_at"),
            backlogEvents: try row.value("backlog_events"), backlogReadings: try row.value("backlog_readings"),
            backlogBytes: try row.value("backlog_bytes"), backlogOldestAt: try row.value("backlog_oldest_at"),
            secondsLeft: try row.value("backlog_seconds_left"),
            clockOffsetMilliseconds: try row.value("clock_offset_us", as: Int64?.self).map { Double($0) / 1_000 },
            diskUsedBytes: try row.value("disk_used"), diskBudgetBytes: try row.value("disk_budget"),
            diskFreeBytes: try row.value("disk_free"))
    }
}
