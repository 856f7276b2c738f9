internal import HubTenancy
internal import SyncCore
internal import SyncWire
internal import Telemetry

/// What came to stand in a document, and what was ended by it.
extension DocumentStore {
    func writeHistory(_ changed: StoredDocument, before: Document, at now: Timestamp) throws(PostgresFailure) {
        let after = changed.document
        let old = Set(before.writes.map(\.dot))
        let new = Set(after.writes.map(\.dot))
        let entries =
            before.writes.filter { !new.contains($0.dot) }.map { ("superseded", $0) }
            + after.writes.filter { !old.contains($0.dot) }.map { ("written", $0) }
        if entries.isEmpty { return }
        let outcomes = entries.map { after.outcome(of: $0.1.path, by: policies) }
        let rules = zip(entries, outcomes).map { entry, outcome in
            (outcome?.rule ?? policies.entry(for: entry.1.path, of: after.key).rule).rawValue
        }
        try connection.execute(
            Self.insertHistory,
            [
                scope.tenant, changed.key.kind.rawValue, changed.key.subject, changed.revision, now,
                entries.map(\.0), entries.map(\.1.path.description),
                PostgresValue.textArray(entries.map { $0.1.value?.description }), entries.map(\.1.actor),
                entries.map { Int16($0.1.authority.rawValue) }, entries.map(\.1.reason),
                entries.map(\.1.dot.description), entries.map(\.1.label.at), entries.map { Int64($0.1.label.count) },
                rules, PostgresValue.textArray(outcomes.map { $0?.value?.description }),
                outcomes.map { $0?.isConflict ?? false },
            ])
    }

    private static let insertHistory = """
        INSERT INTO document_history (tenant_id, kind, subject, revision, at, event, path, value, actor, authority,
            reason, dot, label_at, label_count, rule, in_force, conflicted)
        SELECT $1, $2, $3, $4, $5, h.event, h.path, h.value::jsonb, h.actor, h.authority, h.reason, h.dot, h.label_at,
            h.label_count, h.rule, h.in_force::jsonb, h.conflicted
        FROM unnest($6::text[], $7::text[], $8::text[], $9::text[], $10::smallint[], $11::text[], $12::text[],
                $13::timestamptz[], $14::bigint[], $15::text[], $16::text[], $17::bool[])
            WITH ORDINALITY AS h(event, path, value, actor, authority, reason, dot, label_at, label_count, rule,
                in_force, conflicted, place)
        ORDER BY h.place
        """
}
