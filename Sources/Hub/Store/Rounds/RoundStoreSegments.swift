internal import HubTenancy
internal import Runtime
public import SyncCore
public import SyncWire
public import Telemetry

/// Segments: with all their readings or not at all.
extension RoundStore {
    /// Writes that a segment is here, for ever; a second one of the same seq is refused by the key.
    public func guardSegment(_ record: SegmentRecord, isStored: Bool) throws(PostgresFailure) {
        try connection.execute(
            """
            INSERT INTO sync_segments (tenant_id, agent_id, incarnation, seq, digest, readings, derived, bytes,
                first_time, last_time, stored)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
            """,
            [
                scope.tenant, agent, incarnation, record.seq, record.digest.bytes, record.readings, record.derived,
                record.payload.count, Timestamp(microseconds: record.firstTime),
                Timestamp(microseconds: record.lastTime), isStored,
            ])
    }

    /// Keeps a segment that cannot be taken in, or that collides with another one of its seq, with the reason.
    public func quarantine(_ record: SegmentRecord, code: String, message: String) throws(PostgresFailure) {
        try quarantine(
            stream: Self.telemetry, seq: record.seq, kind: 0, payload: record.payload, code: code, message: message)
    }

    /// Keeps an event that cannot be taken in, with the reason.
    public func quarantine(_ record: EventRecord, _ reason: EventPayloadError) throws(PostgresFailure) {
        try quarantine(
            stream: Self.events, seq: record.seq, kind: Int32(record.kind.rawValue), payload: record.payload,
            code: reason.code, message: reason.description)
    }

    /// Keeps a record of stream D that cannot be taken in, with the reason.
    public func quarantine(_ record: EventRecord, _ reason: DocumentRejection) throws(PostgresFailure) {
        try quarantine(
            stream: Self.documents, seq: record.seq, kind: Int32(record.kind.rawValue), payload: record.payload,
            code: reason.code, message: reason.description)
    }

    /// Inserts the chunks and rollups of a segment whose machines have rows.
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
        stream: Int16, seq: UInt64, kind: Int32, payload: [UInt8], code: String, message: String
    ) throws(PostgresFailure) {
        try connection.execute(
            """
            INSERT INTO sync_quarantine (tenant_id, agent_id, incarnation, stream, seq, digest, kind, code, message,
                payload)
            VALUES ($1, $2, $3, $4, $5, sha256($9), $6, $7, $8, $9) ON CONFLICT DO NOTHING
            """, [scope.tenant, agent, incarnation, stream, seq, kind, code, message, payload])
    }
}
