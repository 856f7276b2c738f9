internal import HubTenancy
internal import SyncWire
public import Telemetry

/// What is kept beside the agent's own data until a person decides.
extension RoundStore {
    /// The digests under which segments of this incarnation are kept apart, for those among `seqs`: their own, or that
    /// of the one that stands for them.
    func apartSegments(_ seqs: [UInt64]) throws -> [UInt64: Digest] {
        if seqs.isEmpty { return [:] }
        let rows = try connection.query(
            """
            SELECT o.seq, digest FROM sync_apart a, unnest(a.thinned_from) AS o(seq) \(Self.ofSpeaker)
                AND stream = $4 AND thinned_from && $5 AND o.seq = ANY($5)
            UNION ALL
            SELECT seq, digest FROM sync_apart \(Self.ofSpeaker) AND stream = $4 AND seq = ANY($5)
            """, [scope.tenant, agent, incarnation, Self.telemetry, seqs])
        var known: [UInt64: Digest] = [:]
        for row in rows {
            let seq: Int64 = try row.value("seq")
            known[UInt64(clamping: seq)] = Digest(bytes: try row.value("digest", as: [UInt8].self))
        }
        return known
    }

    /// How many bytes of this incarnation are kept apart.
    public func apartBytes() throws(PostgresFailure) -> Int {
        try connection.count(
            "SELECT coalesce(sum(length(payload)), 0)::bigint FROM sync_apart \(Self.ofSpeaker)",
            [scope.tenant, agent, incarnation])
    }

    /// Keeps a record apart.
    public func keepApart(_ record: ApartRecord, at now: Timestamp) throws(PostgresFailure) {
        switch record {
        case .event(let event, let names, _):
            try connection.execute(
                """
                INSERT INTO sync_apart (tenant_id, agent_id, incarnation, stream, seq, kind, priority, payload,
                    origins, label, received_at)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT DO NOTHING
                """,
                [
                    scope.tenant, agent, incarnation, Self.events, event.seq, Int32(event.kind.rawValue),
                    Int16(event.priority.rawValue), event.payload, RecordOrigin.packed(names),
                    event.label?.packed ?? [], now,
                ])
        case .segment(let segment):
            try connection.execute(
                """
                INSERT INTO sync_apart (tenant_id, agent_id, incarnation, stream, seq, kind, priority, payload, digest,
                    readings, derived, first_time, last_time, thinned_from, thinned_digests, received_at)
                VALUES ($1, $2, $3, $4, $5, 0, 0, $6, $7, $8, $9, $10, $11, $12, $13, $14) ON CONFLICT DO NOTHING
                """,
                [
                    scope.tenant, agent, incarnation, Self.telemetry, segment.seq, segment.payload,
                    segment.digest.bytes, segment.readings, segment.derived, segment.firstTime, segment.lastTime,
                    segment.thinnedFrom, SegmentReference.packedDigests(of: segment.originals), now,
                ])
        }
    }

    /// Takes some of what is kept apart out of its place, in the order of streams and seqs; nothing when none is left.
    public func takeApart(count: Int) throws -> [ApartRecord] {
        let rows = try connection.query(
            """
            DELETE FROM sync_apart a USING (SELECT stream, seq FROM sync_apart \(Self.ofSpeaker)
                ORDER BY stream, seq LIMIT $4) AS first
            WHERE a.tenant_id = $1 AND a.agent_id = $2 AND a.incarnation = $3 AND a.stream = first.stream
                AND a.seq = first.seq
            RETURNING a.*
            """, [scope.tenant, agent, incarnation, count])
        let records = try rows.map(Self.record)
        return records.sorted { Self.place($0) < Self.place($1) }
    }

    private static func place(_ record: ApartRecord) -> (Int, UInt64) {
        switch record {
        case .event(let event, _, _): (0, event.seq)
        case .segment(let segment): (1, segment.seq)
        }
    }

    private static func record(_ row: PostgresRow) throws -> ApartRecord {
        let seq = UInt64(clamping: try row.value("seq", as: Int64.self))
        let payload: [UInt8] = try row.value("payload")
        guard try row.value("stream", as: Int16.self) == events else {
            return .segment(
                SegmentRecord(
                    seq: seq, digest: Digest(bytes: try row.value("digest", as: [UInt8].self)) ?? Digest(of: payload),
                    readings: UInt64(clamping: try row.value("readings", as: Int64.self)),
                    derived: UInt64(clamping: try row.value("derived", as: Int64.self)),
                    firstTime: try row.value("first_time"), lastTime: try row.value("last_time"), payload: payload,
                    originals: try originals(row)))
        }
        let names = RecordOrigin.unpacked(try row.value("origins"))
        return .event(
            EventRecord(
                seq: seq, kind: EventKind(rawValue: UInt16(clamping: try row.value("kind", as: Int.self))),
                priority: EventPriority(rawValue: UInt8(clamping: try row.value("priority", as: Int.self)))
                    ?? .critical,
                payload: payload, origins: Array(names.dropLast()), label: HybridTime(packed: try row.value("label"))),
            names: names, receivedAt: try row.value("received_at"))
    }

    /// The segments that the one of a row stands for; bytes that fit no number say nothing of them.
    static func originals(_ row: PostgresRow) throws(PostgresFailure) -> [SegmentReference] {
        let seqs = try row.value("thinned_from", as: [Int64].self).map { UInt64(clamping: $0) }
        return SegmentReference.unpacked(seqs, digests: try row.value("thinned_digests", as: [UInt8].self))
            ?? seqs.map { SegmentReference(seq: $0, digest: nil) }
    }

    private static let ofSpeaker = "WHERE tenant_id = $1 AND agent_id = $2 AND incarnation = $3"
}
