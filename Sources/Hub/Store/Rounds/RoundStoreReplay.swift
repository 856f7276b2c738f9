public import HubTenancy
public import SyncWire
public import Telemetry

/// What a replay out of the quarantine reads and writes, beside what a round does.
extension RoundStore {
    /// A record of the quarantine that waits to be replayed.
    public struct Waiting: Sendable {
        /// The agent that sent it.
        public var agent: AgentID
        /// The life of the agent's database that it belongs to.
        public var incarnation: IncarnationID
        /// Nothing: a stream of a later version.
        public var stream: SyncStream?
        /// Its place in the stream.
        public var seq: UInt64
        /// The kind of an event.
        public var kind: EventKind
        /// Why it was not taken.
        public var code: String
        /// Its bytes as they came.
        public var payload: [UInt8]
        /// The segments that it stands for.
        public var thinnedFrom: [UInt64]
    }

    /// A record that waits, locked until the transaction ends; nothing when there is none such or it was replayed.
    public static func waiting(
        _ id: Int64, _ connection: PostgresConnection, locks: Bool
    ) throws(PostgresFailure) -> Waiting? {
        let rows = try connection.query(
            """
            SELECT agent_id, incarnation, stream, seq, kind, code, payload, thinned_from FROM sync_quarantine
            WHERE id = $1 AND replayed_at IS NULL \(locks ? "FOR UPDATE" : "")
            """, [id])
        guard let row = rows.first else { return nil }
        let seq: Int64 = try row.value("seq")
        let kind: Int32 = try row.value("kind")
        let stream: Int16 = try row.value("stream")
        let originals: [Int64] = try row.value("thinned_from")
        return Waiting(
            agent: try row.value("agent_id"),
            incarnation: IncarnationID(try row.value("incarnation", as: UniqueID.self)),
            stream: SyncStream(rawValue: UInt8(clamping: stream)), seq: UInt64(clamping: seq),
            kind: EventKind(rawValue: UInt16(clamping: kind)), code: try row.value("code"),
            payload: try row.value("payload"), thinnedFrom: originals.map { UInt64(clamping: $0) })
    }

    /// Notes that a record was replayed, and by whom.
    public static func noteReplayed(
        _ id: Int64, by actor: Actor, at now: Timestamp, _ connection: PostgresConnection
    ) throws(PostgresFailure) {
        try connection.execute(
            "UPDATE sync_quarantine SET replayed_at = $2, replayed_by = $3 WHERE id = $1", [id, now, actor.name])
        try connection.appendAudit("QUARANTINE_REPLAYED", of: "quarantine", "\(id)", by: actor, at: now)
    }

    /// Those of some segments whose readings are here.
    public func storedSegments(_ seqs: [UInt64]) throws(PostgresFailure) -> [UInt64] {
        if seqs.isEmpty { return [] }
        let rows = try connection.query(
            """
            SELECT seq FROM sync_segments
            WHERE tenant_id = $1 AND agent_id = $2 AND incarnation = $3 AND seq = ANY($4) AND stored
            """, [scope.tenant, agent, incarnation, seqs])
        var found: [UInt64] = []
        for row in rows { found.append(UInt64(clamping: try row.value(0, as: Int64.self))) }
        return found
    }

    /// Makes the guard row of a segment that was in quarantine that of one that is here; false when another has its
    /// place.
    public func admitSegment(_ record: SegmentRecord, unlessDigestDiffers: Bool) throws(PostgresFailure) -> Bool {
        try connection.execute(
            """
            UPDATE sync_segments SET stored = true, digest = $5, readings = $6, derived = $7, first_time = $8,
                last_time = $9
            WHERE tenant_id = $1 AND agent_id = $2 AND incarnation = $3 AND seq = $4 AND NOT stored
                AND (digest = $5 OR NOT $10)
            """,
            [
                scope.tenant, agent, incarnation, record.seq, record.digest.bytes, record.readings, record.derived,
                Timestamp(microseconds: record.firstTime), Timestamp(microseconds: record.lastTime),
                unlessDigestDiffers,
            ]) == 1
    }
}
