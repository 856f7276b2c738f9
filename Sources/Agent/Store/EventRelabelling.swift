internal import SyncCore
internal import SyncWire
internal import Telemetry

/// Gives the records of stream E that are the folder's own to another incarnation, a few at a time, so that memory does
/// not grow with the backlog.
struct EventRelabelling {
    private let old: IncarnationID
    private let fresh: IncarnationID
    private let database: Database
    private let oldest: Statement
    private let next: Statement
    private let rename: Statement

    init(_ database: Database, from old: IncarnationID, to fresh: IncarnationID) throws(StoreError) {
        self.database = database
        self.old = old
        self.fresh = fresh
        oldest = try database.prepare("SELECT seq FROM events WHERE seq > 0 ORDER BY seq LIMIT 1")
        next = try database.prepare(
            "SELECT \(EventRecord.columns), chain, life FROM events WHERE seq > ? ORDER BY seq LIMIT 256")
        rename = try database.prepare("UPDATE events SET seq = ?2, chain = ?3, origins = ?4, life = ?5 WHERE seq = ?1")
    }

    /// Renames all that follows `shared`; to be called in a transaction.
    ///
    /// Where nothing is known to be shared, the seqs begin with what is still kept.
    func run(after shared: UInt64, newestCritical: UInt64) throws(StoreError) -> RelabelledEvents {
        let first = try oldest.first { UInt64(clamping: $0.int(0)) } ?? 1
        let shift = max(shared, first - 1)
        let start = EventCursor(seq: 0, chain: EventChain.start(of: fresh))
        var head = start
        // Ascending: the place that a record moves to was left by the one before it.
        try database.run("UPDATE events SET seq = seq - \(shift) WHERE seq <= \(shift)")
        var after = shift
        while let last = try renameSome(after: after, shift, &head) { after = last }
        let critical = newestCritical > shift ? newestCritical - shift : 0
        return RelabelledEvents(incarnation: fresh, start: start, head: head, newestCritical: critical, shift: shift)
    }

    /// The last seq, by its old name, of those that were renamed; nothing when there are no more.
    private func renameSome(
        after: UInt64, _ shift: UInt64, _ head: inout EventCursor
    ) throws(StoreError) -> UInt64? {
        var some: [(record: EventRecord, origin: RecordOrigin)] = []
        try next.bind(1, Int64(after)).each { row throws(StoreError) in
            guard let chain = Digest(bytes: row.bytes(6)) else { throw next.damage("the chain of event \(row.int(0))") }
            let record = EventRecord(row)
            let incarnation = UniqueID(bytes: row.bytes(7)).map(IncarnationID.init) ?? old
            some.append((record, RecordOrigin(incarnation: incarnation, seq: record.seq, chain: chain)))
            return true
        }
        for (record, origin) in some {
            var renamed = record
            // Contiguous whatever was lost in between: a salvaged folder may have holes.
            renamed.seq = head.seq + 1
            renamed.origins = Array(
                (record.origins + [origin]).suffix(RecordOrigin.countMax))
            head = EventCursor(
                seq: renamed.seq, chain: EventChain.next(previous: head.chain, record: renamed))
            try rename.bind(1, Int64(record.seq)).bind(2, Int64(renamed.seq)).bind(3, head.chain.bytes)
                .bind(4, RecordOrigin.packed(renamed.origins)).bind(5, fresh.unique.bytes).run()
        }
        return some.last?.record.seq
    }
}
