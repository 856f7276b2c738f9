public import HubPlant
public import HubTenancy
public import SyncCore
public import SyncWire
public import Telemetry

/// Documents of machines and agents, as people see and edit them.
extension PlantStore {
    /// The document of a machine or an agent; an empty one when nobody wrote it.
    ///
    /// Throws `DocumentFailure`.
    public func document(of subject: DocumentSubject, _ scope: TenantScope) async throws -> StoredDocument {
        try await pool.withTransaction(scope: scope) { connection in
            try DocumentStore(connection, scope: scope).read(subject)
        }
    }

    /// What was written into such a document, the newest first.
    ///
    /// Throws `DocumentFailure`.
    public func history(
        of subject: DocumentSubject, path: FieldPath?, limit: Int, offset: Int, _ scope: TenantScope
    ) async throws -> Page<DocumentEntry> {
        try await pool.withTransaction(scope: scope) { connection in
            let key = try DocumentStore(connection, scope: scope).read(subject).key
            let parameters: [any PostgresEncodable] = [
                scope.tenant, key.kind.rawValue, key.subject, path?.description,
            ]
            let rows = try connection.query(
                "SELECT * FROM document_history \(Self.ofDocument) ORDER BY id DESC LIMIT $5 OFFSET $6",
                parameters + [limit, offset])
            let total = try connection.count("SELECT count(*) FROM document_history \(Self.ofDocument)", parameters)
            return Page(items: try rows.map(DocumentEntry.init), total: total)
        }
    }

    /// Edits fields of such a document, all or none.
    ///
    /// Throws `DocumentFailure` for one that is not there or not served, or that changed since `ifRevision`, and
    /// `EditRefusal` or `ApprovalRefusal` for what may not be written.
    public func edit(
        _ subject: DocumentSubject, _ edits: [FieldEdit], ifRevision: Int64?, by actor: Actor, at now: Timestamp,
        _ scope: TenantScope
    ) async throws -> StoredDocument {
        try await pool.withTransaction(scope: scope) { connection in
            let documents = DocumentStore(connection, scope: scope)
            // The row first, as everywhere where both are locked.
            if case .machine(let machine) = subject {
                try Self.noteDecision(in: edits, on: machine, by: actor, at: now, scope, connection)
            }
            let stored = try documents.lock(subject)
            if let ifRevision, ifRevision != stored.revision {
                throw DocumentFailure.staleRevision(current: stored.revision)
            }
            try documents.edit(stored, edits, at: now)
            try connection.appendAudit(
                "DOCUMENT_CHANGED", of: "document", stored.key.description,
                after: FieldValue.list(edits.map { .text($0.path.description) }).description, by: actor, at: now)
            return try documents.read(subject)
        }
    }

    private static let ofDocument = """
        WHERE tenant_id = $1 AND kind = $2 AND subject = $3 AND ($4::text IS NULL OR path = $4)
        """
}
