internal import HubPlant
internal import HubTenancy
internal import SyncCore
internal import SyncWire
internal import Telemetry

/// Conflicts of documents as rows.
extension DocumentStore {
    /// Holds the records of a document's conflicts against the document as it now is.
    func reconcile(
        _ changed: StoredDocument, before: Document, by side: ReplicaID.Side, at now: Timestamp
    ) throws {
        let known = try records(of: changed.document)
        let records = ConflictBook.reconcile(changed.document, known: known, by: policies, at: now)
        for var record in records {
            // What the edge wrote to end a conflict, it has.
            if record.state == .resolved, record.resolution?.dot.replica.side == .edge {
                record.take(.propagated, at: now, by: "sync")
                record.take(.closed, at: now, by: "sync")
            }
            let steps = known.first { $0.conflict.id == record.conflict.id }?.revision ?? 0
            try save(record, of: changed, before: before, after: steps, at: now)
        }
    }

    /// A resolution that the agent has said it has ends its conflicts.
    func propagate(_ key: DocumentKey, upTo revision: Int64, at now: Timestamp) throws {
        let rows = try connection.query(
            """
            SELECT * FROM conflicts WHERE tenant_id = $1 AND kind = $2 AND subject = $3 AND state = 'resolved'
                AND resolved_revision <= $4 FOR UPDATE
            """, [scope.tenant, key.kind.rawValue, key.subject, revision])
        guard rows.count > 0, let stored = try read(key) else { return }
        for row in rows {
            guard var record = try record(row) else { continue }
            let steps = record.revision
            record.take(.propagated, at: now, by: "sync")
            record.take(.closed, at: now, by: "sync")
            try save(record, of: stored, before: stored.document, after: steps, at: now)
        }
    }

    /// Keeps that deletions met something outside of the document and were taken back by the write that stands now.
    func noteGuarded(_ deletions: [FieldWrite], of key: DocumentKey, at now: Timestamp) throws {
        guard let stored = try read(key) else { return }
        let takenBack = stored.document.siblings(of: DeletionGuard.path).first { $0.value == .flag(false) }
        guard
            let conflict = DeletionGuard.conflict(in: key, deletion: deletions, takenBack: takenBack, by: policies)
        else { return }
        var record = ConflictRecord(detected: conflict, at: now)
        record.take(.resolved, at: now, by: takenBack?.actor ?? "hub", detail: takenBack?.reason ?? "")
        record.resolution = takenBack
        try save(record, of: stored, before: stored.document, after: 0, at: now)
    }

    /// The records of a document that are not final, and those that it names as taken back, locked.
    private func records(of document: Document) throws -> [ConflictRecord] {
        let key = document.key
        let open = try connection.query(
            """
            SELECT * FROM conflicts WHERE tenant_id = $1 AND kind = $2 AND subject = $3
                AND state NOT IN ('closed', 'superseded') FOR UPDATE
            """, [scope.tenant, key.kind.rawValue, key.subject]
        ).compactMap { try record($0) }
        let named = Set(ConflictReopening.named(in: document)).subtracting(open.map(\.conflict.id))
        if named.isEmpty { return open }
        let over = try connection.query(
            """
            SELECT * FROM conflicts WHERE tenant_id = $1 AND id = ANY($2) AND kind = $3 AND subject = $4
            ORDER BY id FOR UPDATE
            """, [scope.tenant, named.sorted(), key.kind.rawValue, key.subject]
        ).compactMap { try record($0) }
        return open + over
    }

    /// A conflict as it was kept; nothing for a row that a later version wrote.
    func record(_ row: PostgresRow) throws -> ConflictRecord? {
        guard let conflict = try conflict(row), let state = ConflictState(rawValue: try row.value("state")) else {
            return nil
        }
        let revision: Int64 = try row.value("revision")
        let resolution = try row.value("resolution", as: [UInt8]?.self).map { try Document(stored: $0).writes.first }
        return ConflictRecord(
            conflict: conflict, state: state, revision: UInt32(clamping: revision),
            detectedAt: try row.value("detected_at"), claimedBy: try row.value("claimed_by"),
            resolution: resolution ?? nil, supersededBy: try row.value("superseded_by"),
            steps: [])
    }

    /// The writes of a conflict and what was made of them when it was found, whatever today's table would.
    private func conflict(_ row: PostgresRow) throws -> Conflict? {
        let kept = try Document(stored: try row.value("siblings"))
        guard let path = FieldPath(try row.value("path", as: String.self)),
            let rule = MergeRule(rawValue: try row.value("rule"))
        else { return nil }
        let value = try row.value("in_force", as: String?.self).flatMap(FieldValue.init)
        let version: Int64 = try row.value("policy_version")
        let siblings = kept.writes.sorted { $0.dot < $1.dot }
        let now = kept.outcome(of: path, by: policies)
        // Which write's value it is was not kept: the rule says it, or the newest one that has it.
        let winner =
            now?.rule == rule && now?.value == value
            ? now?.winner
            : siblings.filter { $0.path == path && $0.value == value }.max { $0.label < $1.label }?.dot
        return Conflict(
            document: kept.key, path: path, siblings: siblings,
            outcome: RuleOutcome(rule: rule, value: value, winner: winner, isConflict: true),
            policyVersion: UInt32(clamping: version))
    }

    /// All steps of a conflict that are kept, oldest first.
    func steps(of id: ConflictID) throws -> [ConflictRecord.Step] {
        try connection.query(
            """
            SELECT at, event, actor, detail FROM conflict_events WHERE tenant_id = $1 AND conflict_id = $2
            ORDER BY id LIMIT 1000
            """, [scope.tenant, id]
        ).compactMap { row in
            guard let event = ConflictEvent(rawValue: try row.value("event")) else { return nil }
            return ConflictRecord.Step(
                at: try row.value("at"), event: event, actor: try row.value("actor"), detail: try row.value("detail"))
        }
    }

    /// Writes a record and those of its steps that come after a revision of it.
    func save(
        _ record: ConflictRecord, of stored: StoredDocument, before: Document, after revision: UInt32,
        at now: Timestamp
    ) throws {
        let conflict = record.conflict
        let resolved = record.state == .resolved ? stored.revision : nil
        let rows = try connection.query(
            Self.upsertConflict,
            [
                scope.tenant, conflict.id, conflict.document.kind.rawValue, conflict.document.subject,
                conflict.path.description, stored.agent, stored.machine,
                Self.bytes(of: conflict.siblings, in: conflict.document), before.stored,
                conflict.outcome.rule.rawValue, conflict.severity.rawValue, Int64(conflict.policyVersion),
                (conflict.outcome.value?.description).map(PostgresValue.json) ?? .null, record.state.rawValue,
                Int64(record.revision), record.detectedAt, now, record.claimedBy,
                record.resolution.map { Self.bytes(of: [$0], in: conflict.document) }, resolved, record.supersededBy,
            ])
        let steps = record.steps.suffix(Int(record.revision &- revision))
        try connection.execute(
            """
            INSERT INTO conflict_events (tenant_id, conflict_id, at, event, actor, detail)
            SELECT $1, $2, s.at, s.event, s.actor, s.detail
            FROM unnest($3::timestamptz[], $4::text[], $5::text[], $6::text[]) WITH ORDINALITY
                AS s(at, event, actor, detail, place) ORDER BY s.place
            """,
            [
                scope.tenant, conflict.id, steps.map(\.at), steps.map(\.event.rawValue), steps.map(\.actor),
                steps.map(\.detail),
            ])
        connection.tell(
            .conflict(conflict.id, machine: stored.machine, factory: try rows.first?.value("factory_id") ?? nil))
    }

    /// Writes of a document as a document of their own.
    private static func bytes(of writes: [FieldWrite], in key: DocumentKey) -> [UInt8] {
        DocumentPatch(key: key, writes: writes, through: VersionVector(writes.map(\.dot))).encode()
    }

    private static let upsertConflict = """
        INSERT INTO conflicts AS c (tenant_id, id, kind, subject, path, agent_id, machine_id, siblings, before, rule,
            severity, policy_version, in_force, state, revision, detected_at, changed_at, claimed_by, resolution,
            resolved_revision, superseded_by)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)
        ON CONFLICT (tenant_id, id) DO UPDATE SET state = excluded.state, revision = excluded.revision,
            changed_at = excluded.changed_at, claimed_by = excluded.claimed_by, resolution = excluded.resolution,
            resolved_revision = coalesce(excluded.resolved_revision, c.resolved_revision),
            superseded_by = excluded.superseded_by
        RETURNING (SELECT factory_id FROM machines m WHERE m.tenant_id = $1 AND m.id = $7) AS factory_id
        """
}

extension Conflict {
    /// How urgent it is: a person has to decide about something that could hurt, has to decide, need not.
    var severity: Severity {
        if !isOpen { return .info }
        return outcome.rule.isSafety ? .critical : .warning
    }
}
