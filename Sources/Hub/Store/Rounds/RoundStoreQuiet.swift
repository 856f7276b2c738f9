public import HubTenancy
public import SyncCore
public import SyncWire
public import Telemetry

/// What a round that brings nothing looks at: one statement, no lock, nothing written.
extension RoundStore {
    /// The cursors of an agent of which nothing has changed; nothing where anything has, and a whole round is needed.
    ///
    /// So it is when the incarnation speaks for its agent uncontested, was noted in the last ten seconds with the same
    /// backlog and interval, and no document and no command waits for it (for an agent of a version without a downlink
    /// none does). A lock or a note of the time would be a write, and a write has to reach the disk before the answer.
    public func quietCursor(
        _ report: AgentReport, hello: AgentHello, certificate: AgentCertificate?, at now: Timestamp
    ) throws(PostgresFailure) -> HubCursor? {
        let backlog = report.backlog
        let rows = try connection.query(
            """
            SELECT c.stream, c.seq, c.chain, c.newest_segment, c.resume_token, c.previous_resume_token,
                c.unheard, c.doubted, h.generation
            FROM agents a
            JOIN sync_cursors c ON c.tenant_id = a.tenant_id AND c.agent_id = a.id AND c.incarnation = a.incarnation
            CROSS JOIN hub_identity h
            WHERE a.tenant_id = $1 AND a.id = $2 AND a.incarnation = $3 AND a.revoked_at IS NULL AND NOT a.contested
                AND a.last_seen_at BETWEEN $4 - interval '10 seconds' AND $4 AND a.version = $5
                AND a.backlog_events = $6 AND a.backlog_readings = $7 AND a.backlog_segments = $8
                AND a.round_interval IS NOT DISTINCT FROM $11 AND a.backlog_documents = $12
                AND (NOT $10 OR NOT EXISTS (SELECT FROM documents d
                    WHERE d.tenant_id = $1 AND d.agent_id = $2 AND d.dirty))
                AND (NOT $10 OR NOT EXISTS (SELECT FROM sync_downlink l
                    WHERE l.tenant_id = $1 AND l.agent_id = $2 AND l.incarnation = $3))
                AND (NOT $10 OR NOT EXISTS (SELECT FROM commands o
                    WHERE o.tenant_id = $1 AND o.agent_id = $2 AND o.waiting))
                AND (NOT $10 OR NOT EXISTS (SELECT FROM command_key_sets s WHERE s.version > a.command_keys))
                AND ($9::bytea IS NULL OR EXISTS (SELECT FROM agent_certificates k
                    WHERE k.tenant_id = $1 AND k.serial = $9 AND k.agent_id = $2 AND k.revoked_at IS NULL))
            ORDER BY c.stream
            """,
            [
                scope.tenant, agent, incarnation, now, hello.software, backlog.events, backlog.readings,
                backlog.segments, certificate?.serial, hello.downlink != nil, report.intervalSeconds,
                Int64(clamping: hello.documentsWaiting),
            ])
        return try cursor(of: rows)
    }

    /// A cursor out of its rows, in the order of the streams.
    func cursor(of rows: PostgresRows) throws(PostgresFailure) -> HubCursor? {
        var cursor: HubCursor?
        for row in rows {
            guard let chain = Digest(bytes: try row.value("chain", as: [UInt8].self)) else { continue }
            let seq: Int64 = try row.value("seq")
            let position = EventCursor(seq: UInt64(clamping: seq), chain: chain)
            switch try row.value("stream", as: Int16.self) {
            case Self.events:
                cursor = HubCursor(
                    events: position, newestSegment: UInt64(clamping: try row.value("newest_segment", as: Int64.self)),
                    generation: UInt64(clamping: try row.value("generation", as: Int64.self)),
                    tokens: ResumeTokens(
                        packed: try row.value("resume_token"), shown: try row.value("previous_resume_token")),
                    doubt: SegmentDoubt(
                        unheard: TimeRanges(packed: try row.value("unheard")),
                        doubted: TimeRanges(packed: try row.value("doubted"))))
            case Self.documents: cursor?.documents = position
            case Self.downlink: cursor?.downlink = position
            default: break
            }
        }
        return cursor
    }
}
