public import HubPlant
public import HubTenancy
public import Telemetry

extension PlantStore {
    /// Decisions, the newest first, with what became of their commands.
    public func decisions(
        machine: MachineID?, limit: Int, offset: Int, _ scope: TenantScope
    ) async throws -> Page<PlantDecision> {
        try await pool.withTransaction(scope: scope) { connection in
            let rows = try connection.query(
                """
                \(Self.decisionColumns) WHERE ($1::uuid IS NULL OR d.machine_id = $1)
                ORDER BY d.decided_at DESC, d.label_at DESC NULLS LAST, d.label_count DESC, d.id DESC LIMIT $2 OFFSET $3
                """, [machine, limit, offset])
            let total = try connection.count(
                "SELECT count(*) FROM decisions WHERE ($1::uuid IS NULL OR machine_id = $1)", [machine])
            return Page(items: try Self.decisions(rows, connection), total: total)
        }
    }

    /// One decision; nothing when there is none such for this tenant.
    public func decision(_ id: DecisionID, _ scope: TenantScope) async throws -> PlantDecision? {
        try await pool.withTransaction(scope: scope) { connection in
            let rows = try connection.query("\(Self.decisionColumns) WHERE d.id = $1", [id])
            return try Self.decisions(rows, connection).first
        }
    }

    private static func decisions(
        _ rows: PostgresRows, _ connection: PostgresConnection
    ) throws -> [PlantDecision] {
        var decisions = try rows.compactMap(PlantDecision.init)
        let commands = try commands(of: decisions.map(\.decision.id), connection)
        for index in decisions.indices { decisions[index].commands = commands[decisions[index].decision.id] ?? [] }
        return decisions
    }

    private static func commands(
        of decisions: [DecisionID], _ connection: PostgresConnection
    ) throws -> [DecisionID: [PlantCommand]] {
        guard !decisions.isEmpty else { return [:] }
        let rows = try connection.query(
            """
            SELECT decision_id, id, name, state, reason, requested_at, changed_at FROM device_actions
            WHERE decision_id = ANY($1) ORDER BY requested_at, id
            """, [decisions])
        var commands: [DecisionID: [PlantCommand]] = [:]
        for row in rows {
            commands[try row.value("decision_id"), default: []].append(
                PlantCommand(
                    id: try row.value("id"), name: try row.value("name"),
                    state: DeviceAction.State(rawValue: try row.value("state")) ?? .unknown,
                    reason: try row.value("reason"), requestedAt: try row.value("requested_at"),
                    changedAt: try row.value("changed_at")))
        }
        return commands
    }

    private static let decisionColumns = """
        SELECT d.*,
            ARRAY(SELECT r->>'metric' FROM jsonb_array_elements(d.readings) r) AS evidence_metrics,
            ARRAY(SELECT (r->>'timestamp')::timestamptz FROM jsonb_array_elements(d.readings) r) AS evidence_times,
            ARRAY(SELECT (r->>'value')::float8 FROM jsonb_array_elements(d.readings) r) AS evidence_values,
            (SELECT s.id FROM decisions s WHERE s.tenant_id = d.tenant_id AND s.settles = d.id LIMIT 1) AS settled_by,
            m.name AS machine_name, m.factory_id, f.name AS factory_name
        FROM decisions d
        JOIN machines m ON m.tenant_id = d.tenant_id AND m.id = d.machine_id
        JOIN factories f ON f.tenant_id = m.tenant_id AND f.id = m.factory_id
        """
}

extension PlantDecision {
    /// Nothing for a row with words that no program of this version has written.
    init?(_ row: PostgresRow) throws {
        guard let risk = Severity(rawValue: try row.value("risk_level")),
            let action = Decision.Action(rawValue: try row.value("action_taken")),
            let key = MachineKey(factory: try row.value("factory_name"), machine: try row.value("machine_name"))
        else { return nil }
        let decision = Decision(
            id: try row.value("id"), machine: key, alert: try row.value("alert_id"),
            decidedAt: try row.value("decided_at"), rootCause: try row.value("root_cause"), riskLevel: risk,
            actionTaken: action, reasoning: try row.value("reasoning"),
            estimatedSavings: try row.value("estimated_savings"), preventedLoss: try row.value("prevented_loss"),
            humanRecommendation: try row.value("human_recommendation"), decidedBy: try row.value("decided_by"),
            rule: try row.value("rule"), model: try row.value("model"), hubReachable: try row.value("hub_reachable"),
            evidence: try Self.evidence(row), answerBy: try row.value("answer_by"),
            settles: try row.value("settles"), inputs: try row.value("inputs") ?? [])
        self.init(
            machine: try row.value("machine_id"), machineName: try row.value("machine_name"),
            factory: try row.value("factory_id"), decision: decision,
            labelledAt: try row.value("label_at"), settledBy: try row.value("settled_by"),
            commands: [])
    }

    private static func evidence(_ row: PostgresRow) throws -> [Decision.Evidence] {
        let metrics: [String?] = try row.value("evidence_metrics")
        let times: [Timestamp?] = try row.value("evidence_times")
        let values: [Double?] = try row.value("evidence_values")
        return metrics.indices.compactMap { index in
            guard let metric = metrics[index].flatMap(MetricName.init), let time = times[index],
                let value = values[index]
            else { return nil }
            return Decision.Evidence(metric: metric, time: time, value: value)
        }
    }
}
