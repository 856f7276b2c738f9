internal import HubPlant
internal import HubTenancy
internal import Runtime
internal import Telemetry

/// Raises SYNC_STALLED for agents that are heard, have something to send and of which nothing moves; ends it when it
/// does. The agent finds the same by itself, but can say so only when its records go through again.
extension PlantStore {
    static func watchStalls(
        at now: Timestamp, _ scope: TenantScope, _ connection: PostgresConnection
    ) throws -> [PlantEvent] {
        var random = SystemRandomNumberGenerator()
        let moving = try connection.query(
            stallsOver, [scope.tenant, AlertKind.syncStalled.rawValue, now, stallSeconds])
        var events: [PlantEvent] = []
        for row in moving { events.append(event(try row.value("id"), scope)) }
        for row in try connection.query(stalled, [scope.tenant, AlertKind.syncStalled.rawValue, now, stallSeconds]) {
            let id = AlertID.timeOrdered(at: now, using: &random)
            let name: String = try row.value("name")
            let agent: AgentID = try row.value("id")
            try connection.execute(
                """
                INSERT INTO alerts (tenant_id, id, agent_id, kind, severity, active, message, raised_at, changed_at)
                VALUES ($1, $2, $3, $4, 'WARNING', true, $5, $6, $6)
                """,
                [
                    scope.tenant, id, agent, AlertKind.syncStalled.rawValue,
                    "The agent \(name) is heard and has something to send, but nothing of it moves.", now,
                ])
            try connection.execute(
                """
                INSERT INTO alert_events (tenant_id, alert_id, at, event, actor, severity)
                VALUES ($1, $2, $3, 'raised', 'hub', 'WARNING')
                """, [scope.tenant, id, now])
            events.append(event(id, scope))
        }
        return events
    }

    private static func event(_ alert: AlertID, _ scope: TenantScope) -> PlantEvent {
        PlantEvent(tenant: scope.tenant, kind: .alertChanged(alert: alert, machine: nil, factory: nil))
    }

    /// Longer than the agent's own watch, which resets the session first.
    private static let stallSeconds = 180.0

    /// Events are never held, so that those that wait for long are stuck.
    ///
    /// What moves is the cursors: each round that takes something touches their row.
    private static let isStalled = """
        a.revoked_at IS NULL AND a.backlog_events > 0
            AND a.last_seen_at > $3::timestamptz - make_interval(secs => $4)
            AND (SELECT max(c.updated_at) FROM sync_cursors c WHERE c.tenant_id = a.tenant_id AND c.agent_id = a.id
                AND c.incarnation = a.incarnation) < now() - make_interval(secs => $4)
        """

    private static let stalled = """
        SELECT a.id, a.name FROM agents a WHERE a.tenant_id = $1 AND \(isStalled)
            AND NOT EXISTS (SELECT FROM alerts s WHERE s.tenant_id = $1 AND s.agent_id = a.id AND s.kind = $2
                AND s.active)
        """

    private static let stallsOver = """
        UPDATE alerts s SET active = false, returned_at = $3, changed_at = $3, revision = revision + 1
        FROM agents a
        WHERE s.tenant_id = $1 AND s.kind = $2 AND s.active AND a.tenant_id = $1 AND a.id = s.agent_id
            AND NOT (\(isStalled))
        RETURNING s.id
        """
}
