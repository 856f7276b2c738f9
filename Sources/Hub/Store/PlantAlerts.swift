public import HubPlant
public import HubTenancy
public import Telemetry

extension PlantStore {
    /// The alerts of a filter, the newest first; with `changedAfter`, the last changed first.
    public func alerts(
        _ filter: AlertFilter, at now: Timestamp, limit: Int, offset: Int, _ scope: TenantScope
    ) async throws -> Page<PlantAlert> {
        try await pool.withTransaction(scope: scope) { connection in
            let parameters: [any PostgresEncodable] = [
                filter.state?.rawValue, filter.severity?.rawValue, filter.machine, filter.isOpen, filter.changedAfter,
                now,
            ]
            let order = filter.changedAfter == nil ? "a.raised_at DESC" : "a.changed_at DESC"
            let rows = try connection.query(
                "\(Self.alertColumns) \(Self.alertFilter) ORDER BY \(order), a.id DESC LIMIT $7 OFFSET $8",
                parameters + [limit, offset])
            let total = try connection.count("SELECT count(*) FROM alerts a \(Self.alertFilter)", parameters)
            return Page(items: try rows.compactMap(PlantAlert.init), total: total)
        }
    }

    /// One alert; nothing when there is none such for this tenant.
    public func alert(_ id: AlertID, _ scope: TenantScope) async throws -> PlantAlert? {
        try await pool.withTransaction(scope: scope) { try Self.alert(id, $0) }
    }

    /// Does what a person wants with an alert, and returns it as it then stands; nothing when there is none such.
    ///
    /// To acknowledge or resolve twice changes nothing: the first one stays who did it, and when.
    public func change(
        _ id: AlertID, _ change: AlertChange, comment: String?, by actor: Actor, at now: Timestamp,
        _ scope: TenantScope
    ) async throws -> PlantAlert? {
        try await pool.withTransaction(scope: scope) { connection in
            let isDocumented = try Self.write(
                change, comment: comment, to: id, by: actor, at: now, DocumentStore(connection, scope: scope))
            let touched = try connection.execute(
                Self.alertChange, [id, now, actor.name, comment, change.event, change.shelvedUntil])
            guard touched == 1 else { return nil }
            if !isDocumented {
                try connection.execute(
                    """
                    INSERT INTO alert_events (tenant_id, alert_id, at, event, actor, comment)
                    VALUES ($1, $2, $3, $4, $5, $6)
                    """, [scope.tenant, id, now, change.event, actor.name, comment])
            }
            try connection.appendAudit(
                "ALERT_\(change.event.uppercased())", of: "alert", id.description, by: actor, at: now)
            let alert = try Self.alert(id, connection)
            connection.tell(.alert(id, machine: alert?.machine, factory: alert?.factory))
            return alert
        }
    }

    static func alert(_ id: AlertID, _ connection: PostgresConnection) throws -> PlantAlert? {
        try connection.query("\(alertColumns) WHERE a.id = $1", [id]).first.flatMap(PlantAlert.init)
    }

    /// Parameters: alert, now, who, comment, what was done, end of the shelf.
    private static let alertChange = """
        UPDATE alerts SET
            acknowledged_at = CASE $5 WHEN 'acknowledged' THEN coalesce(acknowledged_at, $2) ELSE acknowledged_at END,
            acknowledged_by = CASE $5 WHEN 'acknowledged' THEN coalesce(acknowledged_by, $3) ELSE acknowledged_by END,
            resolved_at = CASE $5 WHEN 'resolved' THEN coalesce(resolved_at, $2) ELSE resolved_at END,
            resolved_by = CASE $5 WHEN 'resolved' THEN coalesce(resolved_by, $3) ELSE resolved_by END,
            shelved_until = CASE $5 WHEN 'shelved' THEN $6 WHEN 'unshelved' THEN NULL ELSE shelved_until END,
            comment = coalesce($4, comment), changed_at = greatest(changed_at, $2)
        WHERE id = $1
        """

    private static let alertColumns = """
        SELECT a.*, m.name AS machine_name, m.factory_id FROM alerts a
        LEFT JOIN machines m ON m.tenant_id = a.tenant_id AND m.id = a.machine_id
        """

    /// Parameters 1 to 6: state, severity, machine, open, changed after, now.
    private static let alertFilter = """
        WHERE ($1::text IS NULL OR alert_state(a.active, a.suppressed, a.acknowledged_at, a.resolved_at,
                a.shelved_until, $6) = $1)
            AND ($2::text IS NULL OR a.severity = $2) AND ($3::uuid IS NULL OR a.machine_id = $3)
            AND ($4::boolean IS NULL OR $4 = (a.resolved_at IS NULL AND (a.active OR a.acknowledged_at IS NULL)))
            AND ($5::timestamptz IS NULL OR a.changed_at > $5)
        """
}

extension AlertChange {
    /// The word of the alert's history.
    fileprivate var event: String {
        switch self {
        case .acknowledge: "acknowledged"
        case .resolve: "resolved"
        case .shelve: "shelved"
        case .unshelve: "unshelved"
        }
    }

    fileprivate var shelvedUntil: Timestamp? {
        if case .shelve(let until) = self { until } else { nil }
    }
}

extension PlantAlert {
    /// Nothing for a row whose severity no program of this version has written.
    init?(_ row: PostgresRow) throws {
        guard let severity = Severity(rawValue: try row.value("severity")) else { return nil }
        self.init(
            id: try row.value("id"), machine: try row.value("machine_id"), machineName: try row.value("machine_name"),
            factory: try row.value("factory_id"), agent: try row.value("agent_id"),
            kind: AlertKind(rawValue: try row.value("kind")),
            metric: try row.value("metric", as: String?.self).flatMap(MetricName.init), severity: severity,
            isActive: try row.value("active"), isSuppressed: try row.value("suppressed"),
            value: try row.value("value"), limit: try row.value("limit_value"), unit: try row.value("unit"),
            expected: try row.value("expected"), score: try row.value("score"), message: try row.value("message"),
            raisedAt: try row.value("raised_at"), changedAt: try row.value("changed_at"),
            returnedAt: try row.value("returned_at"), acknowledgedAt: try row.value("acknowledged_at"),
            acknowledgedBy: try row.value("acknowledged_by"), resolvedAt: try row.value("resolved_at"),
            resolvedBy: try row.value("resolved_by"), comment: try row.value("comment"),
            shelvedUntil: try row.value("shelved_until"))
    }
}
