public import HubTenancy
public import SyncCore
public import SyncWire
public import Telemetry

/// What a round does to the database, on the connection and within the transaction that it is given.
///
/// One agent's rounds of one incarnation go one after the other: each begins by locking the cursor's row.
public struct RoundStore {
    let connection: PostgresConnection
    let scope: TenantScope
    let agent: AgentID
    let incarnation: IncarnationID
    /// The other incarnations that were heard of the agent: what they sent is not taken again.
    public var others: [IncarnationID] = []

    /// For one round of an agent.
    public init(_ connection: PostgresConnection, scope: TenantScope, agent: AgentID, incarnation: IncarnationID) {
        self.connection = connection
        self.scope = scope
        self.agent = agent
        self.incarnation = incarnation
    }

    /// Locks the agent's cursors and reads them; that of stream E is made when this is the incarnation's first round.
    public func lockCursor() throws(PostgresFailure) -> HubCursor {
        if let cursor = try lockedCursors() { return cursor }
        try connection.execute(
            """
            INSERT INTO sync_cursors (tenant_id, agent_id, incarnation, stream, seq, chain)
            VALUES ($1, $2, $3, $4, 0, $5) ON CONFLICT DO NOTHING
            """, [scope.tenant, agent, incarnation, Self.events, EventChain.start(of: incarnation).bytes])
        guard let cursor = try lockedCursors() else {
            throw PostgresFailure(kind: .columnMismatch, detail: "the cursor of agent \(agent) cannot be read")
        }
        return cursor
    }

    /// The rows in the order of the streams, so that two rounds lock them in one order.
    private func lockedCursors() throws(PostgresFailure) -> HubCursor? {
        try cursor(
            of: connection.query(
                """
                SELECT c.stream, c.seq, c.chain, c.newest_segment, c.resume_token, c.previous_resume_token,
                    c.unheard, c.doubted, h.generation
                FROM sync_cursors c CROSS JOIN hub_identity h
                WHERE c.tenant_id = $1 AND c.agent_id = $2 AND c.incarnation = $3 ORDER BY c.stream FOR UPDATE OF c
                """, [scope.tenant, agent, incarnation]))
    }

    /// Moves the cursor and, with it, what the agent may show as its resume token and what is in doubt.
    public func moveCursor(
        to cursor: EventCursor, newestSegment: UInt64, tokens: ResumeTokens, doubt: SegmentDoubt
    ) throws(PostgresFailure) {
        try connection.execute(
            """
            UPDATE sync_cursors SET seq = $5, chain = $6, newest_segment = greatest(newest_segment, $7),
                resume_token = $8, previous_resume_token = $9, unheard = $10, doubted = $11, updated_at = now()
            WHERE tenant_id = $1 AND agent_id = $2 AND incarnation = $3 AND stream = $4
            """,
            [
                scope.tenant, agent, incarnation, Self.events, cursor.seq, cursor.chain.bytes, newestSegment,
                tokens.packed, tokens.shown, doubt.unheard.packed, doubt.doubted.packed,
            ])
    }

    /// Moves the cursor of another strict stream of the incarnation, or makes it.
    func moveCursor(of stream: Int16, to cursor: EventCursor) throws(PostgresFailure) {
        try connection.execute(
            """
            INSERT INTO sync_cursors (tenant_id, agent_id, incarnation, stream, seq, chain)
            VALUES ($1, $2, $3, $4, $5, $6)
            ON CONFLICT (tenant_id, agent_id, incarnation, stream) DO UPDATE SET seq = excluded.seq,
                chain = excluded.chain, updated_at = now()
            """, [scope.tenant, agent, incarnation, stream, cursor.seq, cursor.chain.bytes])
    }

    /// Moves the cursor of stream D.
    public func moveDocumentCursor(to cursor: EventCursor) throws(PostgresFailure) {
        try moveCursor(of: Self.documents, to: cursor)
    }

    /// Whether the incarnation is another agent's: a folder that was copied to a gateway with its own credential.
    public func isIncarnationOfAnother() throws(PostgresFailure) -> Bool {
        let rows = try connection.query(
            "SELECT FROM sync_cursors WHERE tenant_id = $1 AND incarnation = $2 AND agent_id <> $3 LIMIT 1",
            [scope.tenant, incarnation, agent])
        return rows.count > 0
    }

    /// The digests under which segments of this incarnation are known, for those among `seqs`.
    public func knownSegments(_ seqs: [UInt64]) throws(PostgresFailure) -> [UInt64: Digest] {
        if seqs.isEmpty { return [:] }
        let rows = try connection.query(
            """
            SELECT seq, digest FROM sync_segments
            WHERE tenant_id = $1 AND agent_id = $2 AND incarnation = $3 AND seq = ANY($4)
            """, [scope.tenant, agent, incarnation, seqs])
        var known: [UInt64: Digest] = [:]
        for row in rows {
            let seq: Int64 = try row.value("seq")
            known[UInt64(clamping: seq)] = Digest(bytes: try row.value("digest", as: [UInt8].self))
        }
        return known
    }

    /// The same, those as well that are kept apart.
    public func ownSegments(_ seqs: [UInt64]) throws -> [UInt64: Digest] {
        let known = try knownSegments(seqs)
        return others.isEmpty ? known : known.merging(try apartSegments(seqs)) { own, _ in own }
    }

    /// What a segment of this incarnation is known by, and those that are whole in it.
    public func names(of record: SegmentRecord, _ content: SegmentContent) -> [HubSegment] {
        let own = [SegmentReference(seq: record.seq, digest: record.digest)]
        return (content.isFolded ? own : own + record.originals).compactMap { segment in
            segment.digest.map { HubSegment(incarnation: incarnation, seq: segment.seq, digest: $0) }
        }
    }

    /// The stream's number in the tables: that of the wire.
    static let events = Int16(SyncStream.events.rawValue)
    static let documents = Int16(SyncStream.documents.rawValue)
    static let telemetry = Int16(SyncStream.telemetry.rawValue)
    /// The hub's own stream is none of the wire's: far from their numbers.
    static let downlink: Int16 = 16
}
