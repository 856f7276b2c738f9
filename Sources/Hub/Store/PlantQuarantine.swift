public import HubPlant
public import HubTenancy
internal import SyncWire
public import Telemetry

/// The quarantine as people see it; replaying is the round's business.
extension PlantStore {
    /// The records of a filter, the newest first, without their bytes.
    public func quarantined(
        _ filter: QuarantineFilter, limit: Int, offset: Int, _ scope: TenantScope
    ) async throws -> Page<QuarantinedRecord> {
        try await pool.withTransaction(scope: scope) { connection in
            let stream = filter.stream.flatMap(Self.number(ofStream:))
            let parameters: [any PostgresEncodable] = [stream, filter.agent, filter.includesReplayed]
            let rows = try connection.query(
                "\(Self.quarantineColumns) \(Self.quarantineFilter) ORDER BY q.id DESC LIMIT $4 OFFSET $5",
                parameters + [limit, offset])
            let total = try connection.count(
                "SELECT count(*) FROM sync_quarantine q \(Self.quarantineFilter)", parameters)
            return Page(items: try rows.map(Self.record), total: total)
        }
    }

    /// One record with its bytes; nothing when there is none such for this tenant.
    public func quarantined(_ id: Int64, _ scope: TenantScope) async throws -> QuarantinedRecord? {
        try await pool.withTransaction(scope: scope) { connection in
            let rows = try connection.query("\(Self.quarantineColumns) WHERE q.id = $1", [id])
            guard let row = rows.first else { return nil }
            var record = try Self.record(row)
            record.payload =
                try connection.query("SELECT payload FROM sync_quarantine WHERE id = $1", [id]).first?.value(0) ?? []
            return record
        }
    }

    /// Deletes a record for good; false when there is none such.
    ///
    /// The readings of a segment that waited in quarantine are said to be missing from then on.
    public func dropQuarantined(
        _ id: Int64, by actor: Actor, at now: Timestamp, _ scope: TenantScope
    ) async throws -> Bool {
        try await pool.withTransaction(scope: scope) { connection in
            let rows = try connection.query(
                """
                DELETE FROM sync_quarantine WHERE id = $1
                RETURNING agent_id, incarnation, stream, seq, digest, code, replayed_at IS NULL AS waits
                """, [id])
            guard let row = rows.first else { return false }
            if try row.value("waits"), try row.value("stream", as: Int16.self) == RoundStore.telemetry {
                let key: [any PostgresEncodable] = [
                    scope.tenant, try row.value("agent_id", as: AgentID.self),
                    try row.value("incarnation", as: UniqueID.self), try row.value("seq", as: Int64.self),
                    try row.value("digest", as: [UInt8].self),
                    try row.value("code", as: String.self) == "SEGMENT_DIGEST_MISMATCH",
                ]
                try connection.execute(
                    """
                    INSERT INTO telemetry_gaps (tenant_id, agent_id, from_time, to_time, readings, reason, at)
                    SELECT $1, $2, first_time, last_time, readings, 'QUARANTINE_DROPPED', $7
                    FROM sync_segments \(Self.ownGuard)
                    """, key + [now])
                try connection.execute("UPDATE sync_segments SET readings = 0 \(Self.ownGuard)", key)
            }
            try connection.appendAudit("QUARANTINE_DROPPED", of: "quarantine", "\(id)", by: actor, at: now)
            return true
        }
    }

    /// The guard row of a segment that is nowhere any more; a collision has another one in its place, which is here.
    private static let ownGuard = """
        WHERE tenant_id = $1 AND agent_id = $2 AND incarnation = $3 AND seq = $4 AND NOT stored AND readings > 0
            AND (digest = $5 OR $6)
        """

    private static let quarantineColumns = """
        SELECT q.id, q.agent_id, a.name AS agent_name, q.incarnation, q.stream, q.seq, q.kind, q.code, q.message,
            length(q.payload) AS bytes, q.received_at, q.replayed_at, q.replayed_by
        FROM sync_quarantine q JOIN agents a ON a.tenant_id = q.tenant_id AND a.id = q.agent_id
        """

    private static let quarantineFilter = """
        WHERE ($1::smallint IS NULL OR q.stream = $1) AND ($2::uuid IS NULL OR q.agent_id = $2)
            AND ($3 OR q.replayed_at IS NULL)
        """

    private static func record(_ row: PostgresRow) throws(PostgresFailure) -> QuarantinedRecord {
        let seq: Int64 = try row.value("seq")
        let stream: Int16 = try row.value("stream")
        let kind: Int32 = try row.value("kind")
        return QuarantinedRecord(
            id: try row.value("id"), agent: try row.value("agent_id"), agentName: try row.value("agent_name"),
            stream: name(ofStream: stream), incarnation: try row.value("incarnation"), seq: UInt64(clamping: seq),
            kind: Int(kind), code: try row.value("code"), message: try row.value("message"),
            bytes: try row.value("bytes"), receivedAt: try row.value("received_at"),
            replayedAt: try row.value("replayed_at"), replayedBy: try row.value("replayed_by"))
    }

    private static func name(ofStream number: Int16) -> String {
        SyncStream(rawValue: UInt8(clamping: number)).map { "\($0)" } ?? "\(number)"
    }

    private static func number(ofStream name: String) -> Int16? {
        SyncStream.allCases.first { "\($0)" == name }.map { Int16($0.rawValue) }
    }
}
