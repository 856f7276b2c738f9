internal import HubPlant
internal import HubTenancy
internal import SyncCore
internal import SyncWire
internal import Telemetry

/// The columns that lists read follow from documents, in the same transaction.
extension DocumentStore {
    func carryOut(_ changed: StoredDocument, before: Document, at now: Timestamp) throws {
        switch changed.key.kind {
        case .machine: try carryOutMachine(changed, before: before, at: now)
        case .alert: try carryOutAlert(changed, before: before, at: now)
        default: break
        }
    }

    private func carryOutMachine(
        _ changed: StoredDocument, before: Document, at now: Timestamp
    ) throws {
        guard let machine = changed.machine else { return }
        let old = MachineEffects(before, by: policies)
        let new = MachineEffects(changed.document, by: policies)
        let edge = newEdgeStatus(changed.document, before: before)
        if old == new, edge == nil { return }
        let rows = try connection.query(
            Self.updateMachine,
            [
                scope.tenant, machine, new.status?.rawValue, old.status == new.status ? nil : new.statusReason, now,
                edge?.value?.text, edge?.label.at, new.latches, new.isConflicted, new.limits.map(\.metric),
                new.limits.map(\.kind), new.limits.map(\.severity), new.limits.map(\.direction),
                new.limits.map(\.threshold), old.name == new.name ? nil : new.name,
                old.type == new.type ? nil : new.type, old.description == new.description ? nil : new.description,
                old.approval == new.approval ? nil : new.approval?.rawValue,
            ])
        guard let row = rows.first, let status = MachineStatus(rawValue: try row.value("status")),
            try row.value("was", as: String.self) != status.rawValue
        else { return }
        connection.tell(
            .machineStatus(machine, factory: try row.value("factory_id"), status: status.rawValue))
    }

    /// A status that the edge wrote just now is what it is in: its own column follows.
    private func newEdgeStatus(_ after: Document, before: Document) -> FieldWrite? {
        let known = Set(before.writes.map(\.dot))
        return after.siblings(of: Document.status).filter {
            $0.dot.replica.side == .edge && !known.contains($0.dot)
                && MachineStatus(rawValue: $0.value?.text ?? "") != nil
        }.max { ($0.label, $0.dot) < ($1.label, $1.dot) }
    }

    private func carryOutAlert(
        _ changed: StoredDocument, before: Document, at now: Timestamp
    ) throws {
        guard let alert = AlertID(changed.key.subject) else { return }
        let old = AlertEffects(before, by: policies)
        let new = AlertEffects(changed.document, by: policies)
        if old == new { return }
        let rows = try connection.query(
            Self.updateAlert,
            [
                scope.tenant, alert, new.acknowledged?.label.at, new.acknowledged?.actor,
                new.resolvedRevision.flatMap { Int64(exactly: $0) }, new.resolved?.label.at, new.resolved?.actor,
                old.shelvedUntil != new.shelvedUntil, new.shelvedUntil, new.comment, now,
            ])
        guard let row = rows.first else { return }
        for event in new.events(since: old) {
            try connection.execute(
                """
                INSERT INTO alert_events (tenant_id, alert_id, at, event, actor, comment)
                VALUES ($1, $2, $3, $4, $5, $6)
                """, [scope.tenant, alert, event.at, event.event, event.actor, event.comment])
        }
        connection.tell(
            .alert(alert, machine: try row.value("machine_id"), factory: try row.value("factory_id")))
    }

    /// A name that another machine of the factory has is left alone: the document keeps it, the list the old one.
    private static let updateMachine = """
        UPDATE machines m SET document_status = $3,
            edge_status = CASE WHEN $7::timestamptz >= coalesce(m.edge_status_at, '-infinity') THEN $6
                ELSE m.edge_status END,
            edge_status_at = greatest(m.edge_status_at, $7),
            status = stricter_status($3, CASE WHEN $7 >= coalesce(m.edge_status_at, '-infinity') THEN $6
                ELSE m.edge_status END),
            status_reason = coalesce($4, m.status_reason),
            status_changed_at = CASE WHEN $4 IS NULL THEN m.status_changed_at ELSE $5 END,
            latches = $8, conflicted = $9, edited_limits = edited.limits,
            limits = merged_limits(m.reported_limits, edited.limits),
            name = CASE WHEN $15::text IS NULL OR EXISTS (SELECT FROM machines o WHERE o.tenant_id = $1
                    AND o.factory_id = m.factory_id AND o.name = $15 AND o.id <> m.id AND o.deleted_at IS NULL)
                THEN m.name ELSE $15 END,
            type = coalesce($16::text, m.type), description = coalesce($17::text, m.description),
            approval = coalesce($18::text, m.approval),
            updated_at = $5, revision = m.revision + 1
        FROM (SELECT coalesce(jsonb_agg(jsonb_build_object('metric', l.metric, 'kind', l.kind, 'severity', l.severity,
                    'direction', l.direction, 'threshold', l.threshold)), '[]') AS limits
                FROM unnest($10::text[], $11::text[], $12::text[], $13::text[], $14::float8[])
                    AS l(metric, kind, severity, direction, threshold)) AS edited,
            (SELECT status FROM machines WHERE tenant_id = $1 AND id = $2) AS old(was)
        WHERE m.tenant_id = $1 AND m.id = $2
        RETURNING m.status, m.factory_id, old.was
        """

    /// Who acknowledged or resolved first stays; a resolution holds for the occurrence that it saw, no later one.
    private static let updateAlert = """
        UPDATE alerts a SET acknowledged_at = coalesce(a.acknowledged_at, least($3, $11)),
            acknowledged_by = coalesce(a.acknowledged_by, $4),
            resolved_at = CASE WHEN $5::bigint >= a.revision THEN coalesce(a.resolved_at, least($6, $11))
                ELSE a.resolved_at END,
            resolved_by = CASE WHEN $5 >= a.revision THEN coalesce(a.resolved_by, $7) ELSE a.resolved_by END,
            shelved_until = CASE WHEN $8::boolean THEN $9 ELSE a.shelved_until END,
            comment = coalesce($10, a.comment), changed_at = greatest(a.changed_at, $11)
        WHERE a.tenant_id = $1 AND a.id = $2
        RETURNING a.machine_id,
            (SELECT factory_id FROM machines m WHERE m.tenant_id = $1 AND m.id = a.machine_id) AS factory_id
        """
}
