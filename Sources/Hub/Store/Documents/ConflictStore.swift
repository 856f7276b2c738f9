public import HubPlant
public import HubTenancy
public import SyncCore
public import SyncWire
public import Telemetry

/// Conflicts as people see and end them; each operation is one transaction for one tenant.
public struct ConflictStore: Sendable {
    let pool: PostgresPool

    /// A store on a pool whose connections have taken on the application's role.
    public init(_ pool: PostgresPool) {
        self.pool = pool
    }

    /// The conflicts of a filter, the newest first, without their steps.
    public func conflicts(
        _ filter: ConflictFilter, limit: Int, offset: Int, _ scope: TenantScope
    ) async throws -> Page<ShownConflict> {
        try await pool.withTransaction(scope: scope) { connection in
            let documents = DocumentStore(connection, scope: scope)
            let states = filter.states?.map(\.rawValue)
            let parameters: [any PostgresEncodable] = [
                states, filter.machine, filter.severity?.rawValue, filter.path?.description, filter.rule?.rawValue,
                filter.detectedBefore, filter.detectedSince,
            ]
            let rows = try connection.query(
                "\(Self.columns) \(Self.filter) ORDER BY c.detected_at DESC, c.id LIMIT $8 OFFSET $9",
                parameters + [limit, offset])
            let total = try connection.count("SELECT count(*) FROM conflicts c \(Self.filter)", parameters)
            return Page(
                items: try rows.compactMap { try ShownConflict($0, documents, withSteps: false) }, total: total)
        }
    }

    /// One conflict with its steps; nothing when there is none such for this tenant.
    public func conflict(_ id: ConflictID, _ scope: TenantScope) async throws -> ShownConflict? {
        try await pool.withTransaction(scope: scope) { connection in
            try Self.shown(id, DocumentStore(connection, scope: scope))
        }
    }

    /// A conflict with the document in which it was found, as that was before it: enough to play it again.
    public func evidence(
        of id: ConflictID, _ scope: TenantScope
    ) async throws -> (conflict: ShownConflict, before: Document)? {
        try await pool.withTransaction(scope: scope) { connection in
            let documents = DocumentStore(connection, scope: scope)
            guard let conflict = try Self.shown(id, documents),
                let row = try connection.query("SELECT before FROM conflicts WHERE id = $1", [id]).first
            else { return nil }
            let bytes: [UInt8] = try row.value("before")
            let key = conflict.record.conflict.document
            return (conflict, bytes.isEmpty ? Document(key: key) : try Document(stored: bytes))
        }
    }

    /// Takes a conflict in hand.
    ///
    /// Throws `DocumentFailure`.
    public func claim(
        _ id: ConflictID, by actor: Actor, at now: Timestamp, _ scope: TenantScope
    ) async throws -> ConflictChange {
        try await step(id, .claimed, detail: "", "CONFLICT_CLAIMED", by: actor, at: now, scope)
    }

    /// Takes a decision back: what held before it holds again, and the conflict is to be decided anew, on both sides.
    ///
    /// Throws `DocumentFailure`, or `EditRefusal` where what held before may not be written.
    public func reopen(
        _ id: ConflictID, reason: String, authority: Authority, confirmsSafety: Bool, by actor: Actor,
        at now: Timestamp,
        _ scope: TenantScope
    ) async throws -> ConflictChange {
        try await pool.withTransaction(scope: scope) { connection in
            let documents = DocumentStore(connection, scope: scope)
            let stored = try Self.lockDocument(of: id, documents)
            let record = try Self.lock(id, documents)
            guard ConflictLife.next(record.state, .reopened) != nil,
                let edits = try ConflictReopening.edits(
                    of: record, in: stored.document, actor: actor.name, authority: authority, reason: reason,
                    confirmsSafety: confirmsSafety, by: documents.policies)
            else { throw DocumentFailure.stateNotFitting(record.state.rawValue) }
            try documents.edit(stored, edits, at: now)
            try connection.appendAudit("CONFLICT_REOPENED", of: "conflict", id.description, by: actor, at: now)
            guard let shown = try Self.shown(id, documents) else { throw DocumentFailure.notFound }
            return ConflictChange(conflict: shown, value: nil)
        }
    }

    /// Ends a conflict by a write that knows all of it.
    ///
    /// Throws `DocumentFailure`, or `EditRefusal` for a choice that may not be made; nothing was changed then. With
    /// `isDryRun` nothing is written, and the conflict is returned as it is.
    public func resolve(
        _ id: ConflictID, _ wish: ConflictWish, isDryRun: Bool = false, by actor: Actor, at now: Timestamp,
        _ scope: TenantScope
    ) async throws -> ConflictChange {
        try await pool.withTransaction(scope: scope) { connection in
            let documents = DocumentStore(connection, scope: scope)
            let stored = try Self.lockDocument(of: id, documents)
            let record = try Self.lock(id, documents)
            if let revision = wish.ifRevision, revision != Int64(record.revision) {
                throw DocumentFailure.staleRevision(current: Int64(record.revision))
            }
            guard ConflictLife.next(record.state, .resolved) != nil else {
                throw DocumentFailure.stateNotFitting(record.state.rawValue)
            }
            let edit = try ConflictResolution.edit(
                record.conflict, in: stored.document, choice: wish.choice, actor: actor.name,
                authority: wish.authority, reason: wish.reason, confirmsSafety: wish.confirmsSafety,
                by: documents.policies)
            if !isDryRun {
                try documents.edit(stored, [edit], at: now)
                try connection.appendAudit(
                    "CONFLICT_RESOLVED", of: "conflict", id.description, after: edit.value?.description, by: actor,
                    at: now)
            }
            guard let shown = try Self.shown(id, documents) else { throw DocumentFailure.notFound }
            return ConflictChange(conflict: shown, value: edit.value)
        }
    }

    private func step(
        _ id: ConflictID, _ event: ConflictEvent, detail: String, _ action: String, by actor: Actor,
        at now: Timestamp, _ scope: TenantScope
    ) async throws -> ConflictChange {
        try await pool.withTransaction(scope: scope) { connection in
            let documents = DocumentStore(connection, scope: scope)
            let stored = try Self.lockDocument(of: id, documents)
            var record = try Self.lock(id, documents)
            let revision = record.revision
            guard record.take(event, at: now, by: actor.name, detail: detail) else {
                throw DocumentFailure.stateNotFitting(record.state.rawValue)
            }
            try documents.save(record, of: stored, before: stored.document, after: revision, at: now)
            try connection.appendAudit(action, of: "conflict", id.description, by: actor, at: now)
            guard let shown = try Self.shown(id, documents) else { throw DocumentFailure.notFound }
            return ConflictChange(conflict: shown, value: nil)
        }
    }

    /// The document first, then the conflict: the order in which all lock them.
    private static func lockDocument(of id: ConflictID, _ documents: DocumentStore) throws -> StoredDocument {
        let rows = try documents.connection.query(
            "SELECT kind, subject, agent_id FROM conflicts WHERE tenant_id = $1 AND id = $2",
            [documents.scope.tenant, id])
        guard let row = rows.first,
            let key = DocumentKey(
                kind: DocumentKind(rawValue: try row.value("kind")), subject: try row.value("subject"))
        else { throw DocumentFailure.notFound }
        return try documents.lock(key, agent: try row.value("agent_id"), machine: nil)
    }

    private static func lock(_ id: ConflictID, _ documents: DocumentStore) throws -> ConflictRecord {
        let rows = try documents.connection.query(
            "SELECT * FROM conflicts WHERE tenant_id = $1 AND id = $2 FOR UPDATE", [documents.scope.tenant, id])
        guard let record = try rows.first.flatMap({ try documents.record($0) }) else {
            throw DocumentFailure.notFound
        }
        return record
    }

    private static func shown(_ id: ConflictID, _ documents: DocumentStore) throws -> ShownConflict? {
        try documents.connection.query("\(columns) WHERE c.tenant_id = $1 AND c.id = $2", [documents.scope.tenant, id])
            .first.flatMap { try ShownConflict($0, documents, withSteps: true) }
    }

    private static let columns = """
        SELECT c.*, m.name AS machine_name, m.factory_id FROM conflicts c
        LEFT JOIN machines m ON m.tenant_id = c.tenant_id AND m.id = c.machine_id
        """

    /// Parameters 1 to 7: states, machine, severity, path, rule, found before, found since.
    private static let filter = """
        WHERE ($1::text[] IS NULL OR c.state = ANY($1)) AND ($2::uuid IS NULL OR c.machine_id = $2)
            AND ($3::text IS NULL OR c.severity = $3) AND ($4::text IS NULL OR c.path = $4)
            AND ($5::text IS NULL OR c.rule = $5) AND ($6::timestamptz IS NULL OR c.detected_at < $6)
            AND ($7::timestamptz IS NULL OR c.detected_at >= $7)
        """
}
