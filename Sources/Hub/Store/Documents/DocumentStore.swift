internal import HubPlant
public import HubTenancy
public import SyncCore
public import SyncWire
public import Telemetry

/// Documents on the connection and within the transaction that it is given: the round's and the API's alike.
///
/// Who changes a document locks its row first; what follows from it (history, conflicts, the columns that lists read)
/// is written in the same transaction.
public struct DocumentStore {
    let connection: PostgresConnection
    let scope: TenantScope
    let policies: PolicyTable

    /// For one transaction.
    public init(_ connection: PostgresConnection, scope: TenantScope, policies: PolicyTable = .standard) {
        self.connection = connection
        self.scope = scope
        self.policies = policies
    }

    /// The replica under which this database writes.
    public func hubReplica() throws(PostgresFailure) -> ReplicaID {
        let id: UniqueID? = try connection.query("SELECT id FROM hub_identity").first?.value("id")
        guard let id else { throw PostgresFailure(kind: .other, detail: "the database has no identity") }
        return ReplicaID(side: .hub, id: id)
    }

    /// A document as it is now, not locked; nothing when nobody wrote it.
    public func read(_ key: DocumentKey) throws -> StoredDocument? {
        try connection.query(
            "SELECT * FROM documents WHERE tenant_id = $1 AND kind = $2 AND subject = $3 AND revision > 0",
            [scope.tenant, key.kind.rawValue, key.subject]
        ).first.map { try StoredDocument($0, key) }
    }

    /// Locks a document's row; made empty for this agent when there is none.
    public func lock(_ key: DocumentKey, agent: AgentID, machine: MachineID?) throws -> StoredDocument {
        let parameters: [any PostgresEncodable] = [scope.tenant, key.kind.rawValue, key.subject]
        var rows = try connection.query(Self.locked, parameters)
        if rows.count == 0 {
            try connection.execute(
                """
                INSERT INTO documents (tenant_id, kind, subject, agent_id, machine_id, state)
                VALUES ($1, $2, $3, $4, $5, '') ON CONFLICT DO NOTHING
                """, parameters + [agent, machine])
            rows = try connection.query(Self.locked, parameters)
        }
        guard let row = rows.first else {
            throw PostgresFailure(kind: .serialization, detail: "the row of \(key) went away while it was being used")
        }
        var stored = try StoredDocument(row, key)
        // A machine that was removed and came back has a row of its own.
        if let machine { stored.machine = machine }
        return stored
    }

    /// Writes a changed document with all that follows from it.
    ///
    /// `side` is where the change was made: what the hub changed is to be told to the agent.
    public func settle(
        _ stored: StoredDocument, as after: Document, by side: ReplicaID.Side, at now: Timestamp
    ) throws {
        let before = stored.document
        if after == before { return }
        let bytes = after.stored
        guard bytes.count <= Document.bytesMax else { throw PatchRefusal.tooLarge(Document.bytesMax) }
        var changed = stored
        changed.document = after
        changed.revision += 1
        try connection.execute(
            """
            UPDATE documents SET state = $4, revision = $5, dirty = dirty OR $6, agent_id = $7, machine_id = $8,
                updated_at = $9
            WHERE tenant_id = $1 AND kind = $2 AND subject = $3
            """,
            [
                scope.tenant, stored.key.kind.rawValue, stored.key.subject, bytes, changed.revision, side == .hub,
                changed.agent, changed.machine, now,
            ])
        try writeHistory(changed, before: before, at: now)
        try reconcile(changed, before: before, by: side, at: now)
        try carryOut(changed, before: before, at: now)
    }

    private static let locked = """
        SELECT * FROM documents WHERE tenant_id = $1 AND kind = $2 AND subject = $3 FOR UPDATE
        """
}
