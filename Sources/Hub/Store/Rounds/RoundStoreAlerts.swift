internal import HubPlant
internal import HubTenancy
internal import SyncWire
internal import Telemetry

extension RoundStore {
    /// Takes over what the edge says of an alert; what people did about it on the hub stays.
    ///
    /// What is older by revision and by time, and an alert of another agent, change nothing. A folder that was restored
    /// counts revisions on from its copy: its news have smaller ones than the hub knows, and later times.
    func apply(_ alert: Alert, _ label: HybridTime?, _ row: MachineRow) throws(PostgresFailure) {
        let isAcknowledged = alert.state == .acknowledgedActive || alert.state == .normal
        let rows = try connection.query(
            Self.upsertAlert,
            [
                scope.tenant, alert.id, row.machine, agent, alert.kind.rawValue, alert.metric?.text,
                alert.severity.rawValue, alert.state.isActive, alert.state == .suppressed, Int(alert.revision),
                alert.value, alert.limit, alert.expected, alert.score, alert.message, alert.raisedAt, alert.changedAt,
                alert.returnedAt, isAcknowledged ? alert.changedAt : nil, isAcknowledged ? "edge" : nil,
            ])
        guard let written = rows.first else { return }
        let isNew: Bool = try written.value("is_new")
        let event = alert.returnedAt != nil && !alert.state.isActive ? "returned" : (isNew ? "raised" : "changed")
        try connection.execute(
            """
            INSERT INTO alert_events (tenant_id, alert_id, at, event, actor, severity, value, label_at, label_count)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            """,
            [
                scope.tenant, alert.id, alert.changedAt, event, agent.description, alert.severity.rawValue, alert.value,
                label?.at, (label?.count).map(Int64.init),
            ])
        connection.tell(.alert(alert.id, machine: row.machine, factory: row.factory))
    }

    private static let upsertAlert = """
        INSERT INTO alerts AS a (tenant_id, id, machine_id, agent_id, kind, metric, severity, active, suppressed,
            revision, value, limit_value, expected, score, message, raised_at, changed_at, returned_at,
            acknowledged_at, acknowledged_by, unit)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20,
            (SELECT unit FROM series WHERE tenant_id = $1 AND machine_id = $3 AND metric = $6))
        ON CONFLICT (tenant_id, id) DO UPDATE SET severity = excluded.severity, active = excluded.active,
            suppressed = excluded.suppressed, revision = greatest(a.revision, excluded.revision),
            value = excluded.value, limit_value = excluded.limit_value, expected = excluded.expected,
            score = excluded.score,
            message = excluded.message, changed_at = excluded.changed_at, returned_at = excluded.returned_at,
            acknowledged_at = coalesce(a.acknowledged_at, excluded.acknowledged_at),
            acknowledged_by = coalesce(a.acknowledged_by, excluded.acknowledged_by),
            unit = coalesce(excluded.unit, a.unit)
        WHERE (a.revision < excluded.revision OR a.changed_at < excluded.changed_at) AND a.agent_id = excluded.agent_id
        RETURNING xmax = 0 AS is_new
        """
}
