internal import HubPlant
internal import HubTenancy
internal import SyncCore
public import SyncWire
public import Telemetry

/// The side effects of stream E. Each is safe to meet twice: ids come from the edge,
/// and older news never replaces newer.
extension RoundStore {
    /// Carries out one event, that its agent's hybrid clock gave a label.
    public func apply(
        _ payload: EventPayload, label: HybridTime?, machines: [MachineKey: MachineRow], at now: Timestamp
    ) throws {
        switch payload {
        case .alert(let alert):
            try apply(alert, label, try row(alert.machine, machines))
        case .decision(let decision):
            try apply(decision, label, try row(decision.machine, machines))
        case .action(let action):
            try apply(action, try row(action.machine, machines))
        case .machineStatus(let change):
            try apply(change, try row(change.machine, machines))
        case .machineSeen(let seen):
            try apply(seen, try row(seen.machine, machines))
        case .gap(let gap):
            try apply(gap, gap.machine.flatMap { machines[$0]?.machine })
        case .audit(let entry):
            try audit(entry)
        case .commandResult(let result):
            try apply(result, machines: machines, at: now)
            try audit("COMMAND_\(result.state.rawValue)", of: "command", result.id.description, at: result.at)
        }
    }

    private func row(_ key: MachineKey, _ machines: [MachineKey: MachineRow]) throws(PostgresFailure) -> MachineRow {
        guard let row = machines[key] else {
            throw PostgresFailure(kind: .other, detail: "machine \(key) has no row")
        }
        return row
    }

    private func apply(
        _ decision: Decision, _ label: HybridTime?, _ row: MachineRow
    ) throws(PostgresFailure) {
        let inserted = try connection.execute(
            """
            INSERT INTO decisions (tenant_id, id, machine_id, agent_id, alert_id, decided_at, root_cause, risk_level,
                action_taken, reasoning, estimated_savings, prevented_loss, human_recommendation, decided_by, rule,
                model, hub_reachable, answer_by, settles, inputs, label_at, label_count, readings)
            SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17,
                $18, $19, $20, $24, $25,
                coalesce(jsonb_agg(jsonb_build_object('metric', e.metric, 'timestamp', e.at, 'value', e.value)
                    ORDER BY e.place), '[]')
            FROM unnest($21::text[], $22::text[], $23::float8[]) WITH ORDINALITY AS e(metric, at, value, place)
            ON CONFLICT DO NOTHING
            """,
            [
                scope.tenant, decision.id, row.machine, agent, decision.alert, decision.decidedAt, decision.rootCause,
                decision.riskLevel.rawValue, decision.actionTaken.rawValue, decision.reasoning,
                decision.estimatedSavings, decision.preventedLoss, decision.humanRecommendation, decision.decidedBy,
                decision.rule, decision.model, decision.hubReachable, decision.answerBy, decision.settles,
                decision.inputs.isEmpty ? nil : decision.inputs,
                decision.evidence.map(\.metric.text),
                decision.evidence.map { $0.time.description }, decision.evidence.map(\.value),
                label?.at, (label?.count).map(Int64.init),
            ])
        guard inserted == 1 else { return }
        connection.tell(.decision(decision.id, machine: row.machine, factory: row.factory))
    }

    private func apply(_ action: DeviceAction, _ row: MachineRow) throws(PostgresFailure) {
        try connection.execute(
            """
            INSERT INTO device_actions AS a (tenant_id, id, machine_id, agent_id, decision_id, name, state, reason,
                requested_at, changed_at, expires_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
            ON CONFLICT (tenant_id, id) DO UPDATE SET state = excluded.state, reason = excluded.reason,
                changed_at = excluded.changed_at
            WHERE a.agent_id = excluded.agent_id AND a.state IN ('INTENDED', 'SENT', 'ACCEPTED')
            """,
            [
                scope.tenant, action.id, row.machine, agent, action.decision, action.name, action.state.rawValue,
                action.reason, action.requestedAt, action.changedAt, action.expiresAt,
            ])
    }

    private func apply(_ change: MachineStatusChange, _ row: MachineRow) throws {
        let rows = try connection.query(
            """
            UPDATE machines SET edge_status = $3, edge_status_at = $5, status = stricter_status($3, document_status),
                status_reason = CASE WHEN stricter_status($3, document_status) = $3 THEN $4 ELSE status_reason END,
                status_changed_at = $5, revision = revision + 1, updated_at = now()
            WHERE tenant_id = $1 AND id = $2 AND (edge_status_at IS NULL OR edge_status_at <= $5)
            RETURNING status
            """, [scope.tenant, row.machine, change.status.rawValue, change.reason, change.at])
        guard let changed = rows.first else { return }
        try audit("MACHINE_STATUS_\(change.status.rawValue)", of: "machine", row.machine.description, at: change.at)
        connection.tell(
            .machineStatus(row.machine, factory: row.factory, status: try changed.value("status")))
    }

    private func apply(_ seen: MachineSeen, _ row: MachineRow) throws(PostgresFailure) {
        try connection.execute(
            """
            UPDATE machines SET profile = $3, type = CASE WHEN discovered AND $4 <> '' THEN $4 ELSE type END,
                connected = $5, agent_id = $6, updated_at = now(), intervals =
                    (SELECT coalesce(jsonb_object_agg(m.name, m.seconds), '{}')
                    FROM unnest($7::text[], $8::float8[]) AS m(name, seconds)),
                reported_limits = reported.limits, limits = merged_limits(reported.limits, edited_limits)
            FROM (SELECT coalesce(jsonb_agg(jsonb_build_object('metric', l.metric, 'kind', l.kind,
                    'severity', l.severity, 'direction', l.direction, 'threshold', l.threshold)), '[]') AS limits
                    FROM unnest($9::text[], $10::text[], $11::text[], $12::text[], $13::float8[])
                    AS l(metric, kind, severity, direction, threshold)) AS reported
            WHERE tenant_id = $1 AND id = $2
            """,
            [
                scope.tenant, row.machine, seen.profile, seen.machineType, seen.isOnline, agent,
                seen.metrics.map(\.name.text), seen.metrics.map(\.intervalSeconds),
                seen.limits.map(\.metric.text), seen.limits.map(\.kind.rawValue), seen.limits.map(\.severity.rawValue),
                seen.limits.map { $0.isBelow ? "below" : "above" }, seen.limits.map(\.threshold),
            ])
        try takeOverDocuments(of: row.machine)
        try seriesRows(
            seen.metrics.map { _ in row.machine }, metrics: seen.metrics.map(\.name), units: seen.metrics.map(\.unit))
    }

    /// What was dropped of a segment that is here is not missing.
    private func apply(_ gap: GapManifest, _ machine: MachineID?) throws {
        if let segment = gap.segment,
            try storedSegments([segment.seq]).contains(where: { $0.isMeant(by: segment, of: incarnation) })
        {
            return
        }
        try connection.execute(
            """
            INSERT INTO telemetry_gaps (tenant_id, agent_id, machine_id, metric, from_time, to_time, readings, reason,
                thinned_to_seconds, at, incarnation, segment, segment_digest)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
            """,
            [
                scope.tenant, agent, machine, gap.metric?.text, gap.from, gap.to, gap.readings, gap.reason,
                gap.thinnedToSeconds.map(Int.init), gap.at, incarnation, gap.segment.map { Int64(clamping: $0.seq) },
                gap.segment?.digest?.bytes,
            ])
    }
}
