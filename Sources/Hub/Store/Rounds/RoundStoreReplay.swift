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
        /// What its agent's hybrid clock said.
        public var label: HybridTime?
        /// The segments that it stands for.
        public var originals: [SegmentReference]
    }

    /// A record that waits, locked until the transaction ends; nothing when there is none such or it was replayed.
    public static func waiting(
        _ id: Int64, _ connection: PostgresConnection, locks: Bool
    ) throws(PostgresFailure) -> Waiting? {
        let rows = try connection.query(
            """
            SELECT agent_id, incarnation, stream, seq, kind, code, payload, label, thinned_from,
                thinned_digests
            FROM sync_quarantine
            WHERE id = $1 AND replayed_at IS NULL \(locks ? "FOR UPDATE" : "")
            """, [id])
        guard let row = rows.first else { return nil }
        let seq: Int64 = try row.value("seq")
        let kind: Int32 = try row.value("kind")
        let stream: Int16 = try row.value("stream")
        return Waiting(
            agent: try row.value("agent_id"),
            incarnation: IncarnationID(try row.value("incarnation", as: UniqueID.self)),
            stream: SyncStream(rawValue: UInt8(clamping: stream)), seq: UInt64(clamping: seq),
            kind: EventKind(rawValue: UInt16(clamping: kind)), code: try row.value("code"),
            payload: try row.value("payload"), label: HybridTime(packed: try row.value("label")),
            originals: try originals(row))
    }

    /// Notes that a record was replayed, and by whom.
    public static func noteReplayed(
        _ id: Int64, by actor: Actor, at now: Timestamp, _ connection: PostgresConnection
    ) throws(PostgresFailure) {
        try connection.execute(
            "UPDATE sync_quarantine SET replayed_at = $2, replayed_by = $3 WHERE id = $1", [id, now, actor.name])
        try connection.appendAudit("QUARANTINE_REPLAYED", of: "quarantine", "\(id)", by: actor, at: now)
    }

    /// Locks the agent as a round does, also one that was revoked; all incarnations that were heard of it but the
    /// store's own.
    ///
    /// Rounds of all its incarnations lock this row before their cursor, so that what comes in with one of them is
    /// seen, and neither side waits for the other with what the other waits for.
    public func lockHeardOthers() throws -> [IncarnationID] {
        let rows = try connection.query(
            "SELECT incarnation, other_incarnations FROM agents WHERE tenant_id = $1 AND id = $2 FOR UPDATE",
            [scope.tenant, agent])
        guard let row = rows.first else { return [] }
        let others: [IncarnationID] = try row.value("other_incarnations")
        let current: IncarnationID? = try row.value("incarnation")
        return (others + (current.map { [$0] } ?? [])).filter { $0 != incarnation }
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
