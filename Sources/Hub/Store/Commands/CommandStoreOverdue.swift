internal import HubPlant
public import HubTenancy
public import Telemetry

extension CommandStore {
    /// How long after its expiry a command of which nothing was heard counts as of unknown effect.
    public static let graceSeconds = 120.0

    /// Ends commands whose time is over and of which nothing more is to be expected.
    ///
    /// One that was never sent has expired. One that was sent, and of which nothing final was heard, may have had its
    /// effect: after a while it is of unknown effect, and a person is told by an alert in the same transaction. The
    /// agent may find the same; by its id that is the same alert.
    public func endOverdue(at now: Timestamp, _ scope: TenantScope) async throws {
        try await pool.withTransaction(scope: scope) { connection in
            let ended = try connection.query(
                Self.end, [scope.tenant, now, now.advanced(seconds: -Self.graceSeconds)])
            for row in ended {
                let id: DeviceCommandID = try row.value("id")
                let state: String = try row.value("state")
                try connection.appendAudit(
                    "COMMAND_\(state)", of: "command", id.description, by: .hub, at: now)
                guard state == "UNKNOWN" else { continue }
                try Self.tell(id, row, connection, at: now, scope)
            }
        }
    }

    private static func tell(
        _ id: DeviceCommandID, _ row: PostgresRow, _ connection: PostgresConnection, at now: Timestamp,
        _ scope: TenantScope
    ) throws {
        let alert = AlertID(unknown: id)
        let machine: MachineID = try row.value("machine_id")
        let agent: AgentID = try row.value("agent_id")
        let raised = try connection.execute(
            """
            INSERT INTO alerts (tenant_id, id, machine_id, agent_id, kind, severity, active, message, raised_at,
                changed_at)
            VALUES ($1, $2, $3, $4, $5, 'CRITICAL', true, $6, $7, $7) ON CONFLICT DO NOTHING
            """,
            [
                scope.tenant, alert, machine, agent, AlertKind.commandUnknown.rawValue,
                Alert.unknownMessage(of: try row.value("action")), now,
            ])
        guard raised == 1 else { return }
        try connection.execute(
            """
            INSERT INTO alert_events (tenant_id, alert_id, at, event, actor, severity)
            VALUES ($1, $2, $3, 'raised', 'hub', 'CRITICAL')
            """, [scope.tenant, alert, now])
        connection.tell(.alert(alert, machine: machine, factory: try row.value("factory_id")))
    }

    private static let end = """
        WITH ended AS (
            UPDATE commands SET state = CASE WHEN sent_at IS NULL THEN 'EXPIRED' ELSE 'UNKNOWN' END,
                reason = CASE WHEN sent_at IS NULL THEN 'Its time was over before it could be sent.'
                    ELSE 'Nothing final was heard of it; whether it had its effect is not known.' END,
                waiting = false, changed_at = $2
            WHERE tenant_id = $1 AND state IN ('QUEUED', 'RECEIVED', 'EXECUTING', 'ACCEPTED')
                AND expires_at <= $2 AND (sent_at IS NULL OR expires_at <= $3)
            RETURNING id, state, reason, agent_id, machine_id, action),
        noted AS (
            INSERT INTO command_events (tenant_id, command_id, at, event, reason, actor)
            SELECT $1, id, $2, state, reason, 'hub' FROM ended)
        SELECT e.id, e.state, e.agent_id, e.machine_id, e.action, m.factory_id FROM ended e
        JOIN machines m ON m.tenant_id = $1 AND m.id = e.machine_id
        """
}
