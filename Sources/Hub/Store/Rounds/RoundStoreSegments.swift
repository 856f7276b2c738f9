internal import HubTenancy
internal import Runtime
public import SyncCore
public import SyncWire
public import Telemetry

/// Segments: with all their readings or not at all.
extension RoundStore {
    /// Writes that a segment is here, for ever, with so many readings of its own; a second one of the same seq is
    /// refused by the key.
    public func guardSegment(
        _ record: SegmentRecord, readings: UInt64, derived: UInt64, isStored: Bool
    ) throws(PostgresFailure) {
        try connection.execute(
            """
            INSERT INTO sync_segments (tenant_id, agent_id, incarnation, seq, digest, readings, derived, bytes,
                first_time, last_time, stored)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
            """,
            [
                scope.tenant, agent, incarnation, record.seq, record.digest.bytes, readings, derived,
                record.payload.count, Timestamp(microseconds: record.firstTime),
                Timestamp(microseconds: record.lastTime), isStored,
            ])
    }

    /// Writes that segments are here in another one that was made of them on the edge.
    ///
    /// Where their readings were folded, one of them that comes late is a collision. Where they were only put together,
    /// all of them are here, and one that comes late is known, by its digest as far as that was said.
    public func guardOriginals(of record: SegmentRecord, isFolded: Bool) throws(PostgresFailure) {
        let whole = record.originals.filter { !isFolded && $0.digest != nil }
        try guardOriginals(of: record, whole, isWhole: true)
        try guardOriginals(of: record, record.originals.filter { isFolded || $0.digest == nil }, isWhole: false)
    }

    private func guardOriginals(
        of record: SegmentRecord, _ originals: [SegmentReference], isWhole: Bool
    ) throws(PostgresFailure) {
        if originals.isEmpty { return }
        try connection.execute(
            """
            INSERT INTO sync_segments (tenant_id, agent_id, incarnation, seq, digest, readings, derived, bytes,
                first_time, last_time, stored, original)
            SELECT $1, $2, $3, seq, CASE WHEN $8 THEN said ELSE $5 END, 0, 0, 0, $6, $9, $8,
                CASE WHEN NOT $8 THEN said END
            FROM (
                SELECT seq, nullif(nullif(substr($7::bytea, (32 * place - 31)::int, 32), ''),
                    decode(repeat('00', 32), 'hex')) AS said
                FROM unnest($4::bigint[]) WITH ORDINALITY AS o(seq, place)) AS originals
            ON CONFLICT DO NOTHING
            """,
            [
                scope.tenant, agent, incarnation, originals.map(\.seq), record.digest.bytes,
                Timestamp(microseconds: record.firstTime), SegmentReference.packedDigests(of: originals), isWhole,
                Timestamp(microseconds: record.lastTime),
            ])
    }

    /// Takes back what was said of segments that were dropped on the edge without knowing whether the hub has them:
    /// they are here.
    public func voidGaps(of segments: [HubSegment]) throws {
        if segments.isEmpty { return }
        let rows = try connection.query(
            """
            SELECT id, incarnation, segment, segment_digest FROM telemetry_gaps
            WHERE tenant_id = $1 AND agent_id = $2 AND incarnation = ANY($3) AND segment = ANY($4)
            """, [scope.tenant, agent, [incarnation] + others, segments.map(\.seq)])
        let void = try rows.filter { row in
            let reference = SegmentReference(
                seq: UInt64(clamping: try row.value("segment", as: Int64.self)),
                digest: try row.value("segment_digest", as: [UInt8]?.self).flatMap { Digest(bytes: $0) })
            let speaker: IncarnationID = try row.value("incarnation")
            return segments.contains { $0.isMeant(by: reference, of: speaker) }
        }
        if void.isEmpty { return }
        try connection.execute(
            "DELETE FROM telemetry_gaps WHERE tenant_id = $1 AND id = ANY($2)",
            [scope.tenant, try void.map { try $0.value("id", as: Int64.self) }])
    }

    /// The segments of some numbers that are here, from all incarnations of the agent.
    public func storedSegments(_ seqs: [UInt64]) throws -> [HubSegment] {
        if seqs.isEmpty { return [] }
        return try connection.query(
            """
            SELECT incarnation, seq, digest FROM sync_segments
            WHERE tenant_id = $1 AND agent_id = $2 AND incarnation = ANY($3) AND seq = ANY($4) AND stored
            """, [scope.tenant, agent, [incarnation] + others, seqs]
        ).compactMap { row in
            guard let digest = Digest(bytes: try row.value("digest", as: [UInt8].self)) else { return nil }
            return HubSegment(
                incarnation: try row.value("incarnation"),
                seq: UInt64(clamping: try row.value("seq", as: Int64.self)), digest: digest)
        }
    }

    /// Keeps a segment that cannot be taken in, or that collides with another one of its seq, with the reason.
    public func quarantine(_ record: SegmentRecord, code: String, message: String) throws(PostgresFailure) {
        try quarantine(
            stream: Self.telemetry, seq: record.seq, kind: 0, payload: record.payload, code: code, message: message,
            originals: record.originals)
    }

    /// Keeps an event that cannot be taken in, with the reason.
    public func quarantine(_ record: EventRecord, _ reason: EventPayloadError) throws(PostgresFailure) {
        try quarantine(
            stream: Self.events, seq: record.seq, kind: Int32(record.kind.rawValue), payload: record.payload,
            code: reason.code, message: reason.description, label: record.label)
    }

    /// Keeps a record of stream D that cannot be taken in, with the reason.
    public func quarantine(_ record: EventRecord, _ reason: DocumentRejection) throws(PostgresFailure) {
        try quarantine(
            stream: Self.documents, seq: record.seq, kind: Int32(record.kind.rawValue), payload: record.payload,
            code: reason.code, message: reason.description, label: record.label)
    }

    /// Bytes that wait in the quarantine, of all incarnations of the agent; a record counts a little more than it has.
    public func quarantineBytes() throws(PostgresFailure) -> Int {
        try connection.count(
            """
            SELECT coalesce(sum(octet_length(payload) + \(Self.quarantineRow)), 0)::bigint FROM sync_quarantine
            WHERE tenant_id = $1 AND agent_id = $2 AND replayed_at IS NULL
            """, [scope.tenant, agent])
    }

    /// What a record of the quarantine takes beside its payload, so that a bound in bytes is one in records too.
    public static let quarantineRow = 512

    /// Bytes of what waits in the quarantine, for one agent; a record counts `quarantineRow` more than its payload has,
    /// so that there are 131 072 at most.
    public static let quarantineBytesMax = 64 << 20

    /// How a hold is named that lasts until somebody has made room in the quarantine.
    public static let quarantineLimit = "quarantine-bytes"

    /// Inserts the readings of a segment whose machines have rows, a part after the other.
    public func insert(_ content: SegmentContent, machines: [MachineKey: MachineRow]) throws {
        for part in SegmentParts(content) { try insert(PackedSegment(part), machines: machines) }
    }

    /// Inserts the chunks and rollups of a segment, or of a part of one, whose machines have rows.
    public func insert(_ segment: PackedSegment, machines: [MachineKey: MachineRow]) throws {
        let numbers = try seriesNumbers(segment, machines)
        try connection.pipeline { pipeline in
            for entry in segment.chunks {
                try pipeline.execute(
                    ChunkSQL.insert, ChunkSQL.parameters(entry.chunk, series: numbers[entry.series], scope))
            }
            for level in RollupLevel.allCases {
                let cells = segment.rollups.cells(level)
                if cells.isEmpty { continue }
                try pipeline.execute(RollupSQL.upsert(level), RollupSQL.parameters(cells, numbers: numbers, scope))
            }
        }
    }

    private func quarantine(
        stream: Int16, seq: UInt64, kind: Int32, payload: [UInt8], code: String, message: String,
        label: HybridTime? = nil, originals: [SegmentReference] = []
    ) throws(PostgresFailure) {
        try connection.execute(
            """
            INSERT INTO sync_quarantine (tenant_id, agent_id, incarnation, stream, seq, digest, kind, code, message,
                payload, thinned_from, thinned_digests, label)
            VALUES ($1, $2, $3, $4, $5, sha256($9), $6, $7, $8, $9, $10, $11, $12) ON CONFLICT DO NOTHING
            """,
            [
                scope.tenant, agent, incarnation, stream, seq, kind, code, message, payload, originals.map(\.seq),
                SegmentReference.packedDigests(of: originals), label?.packed ?? [],
            ])
    }
}
