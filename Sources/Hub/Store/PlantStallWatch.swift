internal import HubPlant
internal import HubTenancy
internal import Runtime
internal import SyncCore
internal import Telemetry

/// Raises SYNC_STALLED for agents that are heard, have something to send and of which nothing moves; ends it when it
/// does. The agent finds the same by itself, but can say so only when its records go through again.
extension PlantStore {
    static func watchStalls(
        at now: Timestamp, _ scope: TenantScope, _ connection: PostgresConnection
    ) throws {
        var random = SystemRandomNumberGenerator()
        let parameters: [any PostgresEncodable] = [
            scope.tenant, AlertKind.syncStalled.rawValue, now, stallSeconds, AgentSilence.intervals,
        ]
        for row in try connection.query(stallsOver, parameters) {
            connection.tell(.alert(try row.value("id"), machine: nil, factory: nil))
        }
        for row in try connection.query(stalled, parameters) {
            let id = AlertID.timeOrdered(at: now, using: &random)
            let name: String = try row.value("name")
            let agent: AgentID = try row.value("id")
            let streams = try ["events", "documents", "telemetry"].filter { try row.value($0) }
            try connection.execute(
                """
                INSERT INTO alerts (tenant_id, id, agent_id, kind, severity, active, message, raised_at, changed_at)
                VALUES ($1, $2, $3, $4, 'WARNING', true, $5, $6, $6)
                """,
                [
                    scope.tenant, id, agent, AlertKind.syncStalled.rawValue,
                    "The agent \(name) is heard and has \(streams.joined(separator: " and ")) to send, "
                        + "but nothing of it moves." + quarantineText(try row.value("quarantine")), now,
                ])
            try connection.execute(
                """
                INSERT INTO alert_events (tenant_id, alert_id, at, event, actor, severity)
                VALUES ($1, $2, $3, 'raised', 'hub', 'WARNING')
                """, [scope.tenant, id, now])
            connection.tell(.alert(id, machine: nil, factory: nil))
        }
    }

    /// What a person can do about it, where much of the agent waits in the quarantine.
    private static func quarantineText(_ bytes: Int64) -> String {
        let most = Int64(RoundStore.quarantineBytesMax)
        guard bytes > most / 2 else { return "" }
        func mebibytes(_ bytes: Int64) -> Int64 { (bytes + 1 << 19) >> 20 }
        return " Of it \(mebibytes(bytes)) MiB wait in the hub's quarantine, which takes "
            + "\(mebibytes(most)): replay or drop some (millwright quarantine list)."
    }

    /// Longer than the agent's own watch, which resets the session first.
    private static let stallSeconds = 180.0

    /// Parameters 3 to 5: now by the hub's clock, which wrote the times too; how long; and how many of its intervals,
    /// for an agent that calls seldom.
    private static let limit = """
        ($3::timestamptz - make_interval(secs => greatest($4::float8, $5::float8 * coalesce(a.round_interval, 0))))
        """

    /// Each stream by itself: one that moves does not hide another that is stuck.
    ///
    /// What a limit of the plan holds does not wait.
    private static let isStalled = """
        (a.revoked_at IS NULL AND a.last_seen_at > \(limit) AND coalesce(
            least(a.events_wait_since, a.documents_wait_since, a.segments_wait_since) < \(limit), false))
        """

    private static let stalled = """
        SELECT a.id, a.name, coalesce(a.events_wait_since < \(limit), false) AS events,
            coalesce(a.documents_wait_since < \(limit), false) AS documents,
            coalesce(a.segments_wait_since < \(limit), false) AS telemetry,
            (SELECT coalesce(sum(octet_length(payload) + \(RoundStore.quarantineRow)), 0)::bigint FROM sync_quarantine q
            WHERE q.tenant_id = $1 AND q.agent_id = a.id AND q.replayed_at IS NULL) AS quarantine
        FROM agents a WHERE a.tenant_id = $1 AND \(isStalled)
            AND NOT EXISTS (SELECT FROM alerts s WHERE s.tenant_id = $1 AND s.agent_id = a.id AND s.kind = $2
                AND s.active)
        """

    private static let stallsOver = """
        UPDATE alerts s SET active = false, returned_at = $3, changed_at = $3, revision = revision + 1
        FROM agents a
        WHERE s.tenant_id = $1 AND s.kind = $2 AND s.active AND a.tenant_id = $1 AND a.id = s.agent_id
            AND NOT \(isStalled)
        RETURNING s.id
        """
}
