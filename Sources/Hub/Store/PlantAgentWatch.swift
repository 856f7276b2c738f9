internal import HubPlant
public import HubTenancy
internal import Runtime
internal import SyncCore
public import Telemetry

/// Raises AGENT_OFFLINE for agents that are not heard any more, and ends it when they are.
extension PlantStore {
    /// All tenants, for work that goes over them one at a time.
    public func tenants() async throws -> [TenantScope] {
        try await pool.withSystemTransaction { connection in
            try connection.query("SELECT all_tenants()").map { TenantScope(tenant: try $0.value(0)) }
        }
    }

    /// Looks at the agents of one tenant.
    ///
    /// An agent that was not heard for `silenceSeconds`, or for some intervals of its own where that is longer, gets
    /// one alert, however often and by however many hubs this runs: the tenant's agents are looked at under a lock of
    /// their own.
    public func watchAgents(
        silenceSeconds: Double, at now: Timestamp, _ scope: TenantScope
    ) async throws {
        try await pool.withTransaction(scope: scope) { connection in
            _ = try connection.query(
                "SELECT pg_advisory_xact_lock(hashtext('agents of ' || $1::text))", [scope.tenant.description])
            for row in try connection.query(
                Self.returnedAgents, [now, silenceSeconds, AgentSilence.intervals])
            {
                Self.tell(try row.value("agent_id"), try row.value("id"), connection)
            }
            for row in try connection.query(
                Self.silentAgents, [now, silenceSeconds, AgentSilence.intervals])
            {
                let agent: AgentID = try row.value("id")
                let name: String = try row.value("name")
                let heardAt: Timestamp = try row.value("heard_at")
                let alert = try Self.raise(agent, name: name, since: heardAt, at: now, scope, connection)
                Self.tell(agent, alert, connection)
            }
            try Self.watchStalls(at: now, scope, connection)
        }
    }

    private static func raise(
        _ agent: AgentID, name: String, since heardAt: Timestamp, at now: Timestamp, _ scope: TenantScope,
        _ connection: PostgresConnection
    ) throws -> AlertID {
        var random = SystemRandomNumberGenerator()
        let id = AlertID.timeOrdered(at: now, using: &random)
        let message = "The agent \(name) was not heard since \(heardAt.rfc3339)."
        try connection.execute(
            """
            INSERT INTO alerts (tenant_id, id, agent_id, kind, severity, active, message, raised_at, changed_at)
            VALUES ($1, $2, $3, $4, 'WARNING', true, $5, $6, $6)
            """, [scope.tenant, id, agent, AlertKind.agentOffline.rawValue, message, now])
        try connection.execute(
            """
            INSERT INTO alert_events (tenant_id, alert_id, at, event, actor, severity)
            VALUES ($1, $2, $3, 'raised', 'hub', 'WARNING')
            """, [scope.tenant, id, now])
        return id
    }

    private static func tell(_ agent: AgentID, _ alert: AlertID, _ connection: PostgresConnection) {
        connection.tell(.agent(agent))
        connection.tell(.alert(alert, machine: nil, factory: nil))
    }

    /// Parameters 1 to 3: now, the least silence, and how many of its intervals an agent may miss.
    private static let heardLately = """
        coalesce(agents.last_seen_at, agents.enrolled_at) >= $1::timestamptz
            - make_interval(secs => greatest($2::float8, $3::float8 * coalesce(agents.round_interval, 0)))
        """

    private static let returnedAgents = """
        UPDATE alerts SET active = false, returned_at = $1, changed_at = $1, revision = revision + 1
        FROM agents
        WHERE agents.tenant_id = alerts.tenant_id AND agents.id = alerts.agent_id
            AND alerts.kind = 'AGENT_OFFLINE' AND alerts.active
            AND (agents.last_seen_at IS NOT NULL AND \(heardLately) OR agents.revoked_at IS NOT NULL)
        RETURNING alerts.id, alerts.agent_id
        """

    private static let silentAgents = """
        SELECT id, name, coalesce(last_seen_at, enrolled_at) AS heard_at FROM agents
        WHERE revoked_at IS NULL AND NOT (\(heardLately))
            AND NOT EXISTS (
                SELECT FROM alerts
                WHERE alerts.tenant_id = agents.tenant_id AND alerts.agent_id = agents.id
                    AND alerts.kind = 'AGENT_OFFLINE' AND alerts.active)
        """
}
