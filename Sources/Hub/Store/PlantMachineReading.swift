internal import HubPlant
internal import Telemetry

/// Reads machines with what belongs to them: newest values, open alerts, limits.
enum MachineReading {
    static func machines(_ rows: PostgresRows, _ connection: PostgresConnection) throws -> [Machine] {
        var machines = try rows.map(machine)
        let ids = machines.map(\.id)
        guard !ids.isEmpty else { return [] }
        let latest = try latest(ids, connection)
        let alerts = try openAlerts(ids, connection)
        for index in machines.indices {
            let id = machines[index].id
            machines[index].latest = latest[id] ?? []
            machines[index].openAlerts = alerts[id]?.count ?? 0
            machines[index].worstSeverity = alerts[id]?.worst
        }
        return machines
    }

    static func values(of ids: [MachineID], _ connection: PostgresConnection) throws -> [MachineValues] {
        let latest = try latest(ids, connection)
        let rows = try connection.query(
            """
            SELECT m.id, t.temperature, t.vibration, t.health, t.failure_probability, t.remaining_hours FROM machines m
            LEFT JOIN machine_twins t ON t.tenant_id = m.tenant_id AND t.machine_id = m.id
            WHERE m.id = ANY($1) AND m.deleted_at IS NULL
            """, [ids])
        return try rows.map { row in
            let id: MachineID = try row.value("id")
            return MachineValues(machine: id, metrics: latest[id] ?? [], twin: try twin(row))
        }
    }

    private static func machine(_ row: PostgresRow) throws -> Machine {
        let description: String = try row.value("description")
        return Machine(
            id: try row.value("id"), name: try row.value("name"), type: try row.value("type"),
            factory: try row.value("factory_id"), factoryName: try row.value("factory_name"),
            description: description.isEmpty ? nil : description, profile: try row.value("profile"),
            approval: Approval(rawValue: try row.value("approval")) ?? .pending,
            status: MachineStatus(rawValue: try row.value("status")) ?? .offline, latches: try row.value("latches"),
            isConflicted: try row.value("conflicted"), openAlerts: 0, worstSeverity: nil, latest: [],
            twin: try twin(row), agent: try agent(row),
            limits: try limits(row), intervals: try intervals(row), createdAt: try row.value("created_at"))
    }

    private static func limits(_ row: PostgresRow) throws -> [MachineLimit] {
        let metrics: [String?] = try row.value("limit_metrics")
        let kinds: [String?] = try row.value("limit_kinds")
        let severities: [String?] = try row.value("limit_severities")
        let directions: [String?] = try row.value("limit_directions")
        let thresholds: [Double?] = try row.value("limit_thresholds")
        return metrics.indices.compactMap { index in
            guard let metric = metrics[index].flatMap(MetricName.init), let threshold = thresholds[index],
                let severity = severities[index].flatMap(Severity.init)
            else { return nil }
            return MachineLimit(
                metric: metric, kind: AlertKind(rawValue: kinds[index] ?? ""), severity: severity,
                direction: directions[index] ?? "above", threshold: threshold)
        }
    }

    private static func intervals(_ row: PostgresRow) throws -> [MetricInterval] {
        let metrics: [String] = try row.value("interval_metrics")
        let seconds: [Double?] = try row.value("interval_seconds")
        return zip(metrics, seconds).compactMap { metric, seconds in
            guard let metric = MetricName(metric), let seconds else { return nil }
            return MetricInterval(metric: metric, seconds: seconds)
        }
    }

    private static func twin(_ row: PostgresRow) throws -> TwinValues? {
        guard let health = try row.value("health", as: Double?.self),
            let temperature = try row.value("temperature", as: Double?.self),
            let vibration = try row.value("vibration", as: Double?.self),
            let probability = try row.value("failure_probability", as: Double?.self),
            let hours = try row.value("remaining_hours", as: Double?.self)
        else { return nil }
        return TwinValues(
            temperature: temperature, vibration: vibration, health: health, failureProbability: probability,
            remainingHours: hours)
    }

    private static func agent(_ row: PostgresRow) throws -> MachineAgent? {
        guard let id = try row.value("agent_id", as: AgentID?.self) else { return nil }
        return MachineAgent(
            id: id, name: try row.value("agent_name"), lastSeenAt: try row.value("last_seen_at"),
            roundIntervalSeconds: try row.value("round_interval"),
            backlogReadings: try row.value("backlog_readings"))
    }

    private static func latest(
        _ ids: [MachineID], _ connection: PostgresConnection
    ) throws -> [MachineID: [LiveMetric]] {
        let rows = try connection.query(
            """
            SELECT machine_id, metric, unit, time, value, quality, score, expected, low, high FROM machine_live
            WHERE machine_id = ANY($1) ORDER BY metric
            """, [ids])
        var latest: [MachineID: [LiveMetric]] = [:]
        for row in rows {
            guard let metric = MetricName(try row.value("metric")) else { continue }
            latest[try row.value("machine_id"), default: []].append(
                LiveMetric(
                    metric: metric, unit: try row.value("unit"), time: try row.value("time"),
                    value: try row.value("value"),
                    quality: Quality(rawValue: UInt8(clamping: try row.value("quality", as: Int.self))) ?? .bad,
                    score: try row.value("score"), expected: try row.value("expected"), low: try row.value("low"),
                    high: try row.value("high")))
        }
        return latest
    }

    private static func openAlerts(
        _ ids: [MachineID], _ connection: PostgresConnection
    ) throws -> [MachineID: (count: Int, worst: Severity?)] {
        let rows = try connection.query(
            """
            SELECT machine_id, count(*) AS open,
                max(CASE severity WHEN 'CRITICAL' THEN 2 WHEN 'WARNING' THEN 1 ELSE 0 END) AS worst
            FROM alerts
            WHERE machine_id = ANY($1) AND resolved_at IS NULL AND (active OR acknowledged_at IS NULL)
            GROUP BY machine_id
            """, [ids])
        var open: [MachineID: (count: Int, worst: Severity?)] = [:]
        for row in rows {
            let rank: Int = try row.value("worst")
            open[try row.value("machine_id")] = (
                try row.value("open"), Severity.allCases.first { $0.rank == rank }
            )
        }
        return open
    }
}
