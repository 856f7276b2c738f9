internal import Runtime
internal import SyncCore
internal import SyncWire
internal import Telemetry

/// Stream E or D in the file: appended in order, read for sending, kept for a while after the hub has it.
final class EventLog {
    /// The newest record; seq 0 when there is none.
    private(set) var head: EventCursor

    /// The newest critical record; 0 when there is none.
    private(set) var newestCritical: UInt64 = 0

    /// What the hub is known to have.
    private(set) var acknowledged: EventCursor

    /// Bytes of the payloads of records that the hub does not have.
    var unsentBytes: UInt64 { sums.unsentBytes }

    let table: LogTable
    private let sums: LogSums
    private var start: EventCursor
    private var incarnation: IncarnationID
    private let insert: Statement
    private let range: Statement
    private let recent: Statement
    private let naming: Statement
    private let chainOf: Statement
    private let oldest: Statement
    private let prune: Statement
    private let alertsByTime: Statement
    private let meta: MetaTable
    let database: Database

    init(
        _ database: Database, _ table: LogTable, meta: MetaTable, incarnation: IncarnationID
    ) throws(StoreError) {
        self.table = table
        self.meta = meta
        self.database = database
        start = SessionProgress.start(of: incarnation, table.stream)
        self.incarnation = incarnation
        let name = table.name
        insert = try database.prepare(
            """
            INSERT INTO \(name) (seq, kind, priority, time, payload, chain, label, life)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """)
        range = try database.prepare(
            "SELECT \(EventRecord.columns), chain FROM \(name) WHERE seq > ? ORDER BY seq LIMIT ?")
        recent = try database.prepare(
            "SELECT \(EventRecord.columns) FROM \(name) WHERE kind = ? ORDER BY seq DESC LIMIT ?")
        naming = try database.prepare(
            """
            SELECT \(EventRecord.columns) FROM (SELECT * FROM \(name) WHERE kind = ?
                ORDER BY seq DESC LIMIT ?) WHERE instr(payload, ?) ORDER BY seq DESC
            """)
        chainOf = try database.prepare("SELECT chain FROM \(name) WHERE seq = ?")
        oldest = try database.prepare("SELECT seq, time FROM \(name) WHERE seq > ? ORDER BY seq LIMIT 1")
        alertsByTime = try database.prepare(
            "SELECT payload FROM \(name) WHERE kind = 1 AND time BETWEEN ? AND ? ORDER BY time LIMIT ?")
        prune = try database.prepare(
            """
            DELETE FROM \(name) WHERE seq IN
                (SELECT seq FROM \(name) WHERE seq <= ? AND time < ? ORDER BY seq LIMIT ?)
            """)
        let newest = try database.prepare("SELECT seq, chain FROM \(name) WHERE seq > 0 ORDER BY seq DESC LIMIT 1")
        let found = try newest.first { EventCursor(stored: $0.int(0), chain: $0.bytes(1)) }
        head = (found ?? nil) ?? start
        acknowledged = try meta.cursor(table.acknowledgedName) ?? start
        // The newest record stays as long as the log: without those that the hub has, something was changed below.
        guard acknowledged.seq <= head.seq else {
            throw database.damage("the hub has \(acknowledged.seq) records of \(name), and \(head.seq) are here")
        }
        let (first, chainOf) = (start.chain, chainOf)
        sums = try LogSums(database, table, meta: meta, acknowledged: acknowledged, head: head) {
            (seq) throws(StoreError) in
            if seq == 0 { return first }
            return try chainOf.bind(1, Int64(clamping: seq)).first { $0.bytes(0) }.flatMap { Digest(bytes: $0) }
        }
        newestCritical = sums.newestCriticalFound
    }

    /// Gives all records after `shared` new seqs from 1 on, and the chain of another incarnation; to be called in a
    /// transaction, and `noteRelabelled` after it.
    ///
    /// Records up to `shared` move below 1: they are the past that both have in common, kept as long as before.
    func relabel(after shared: UInt64, from old: IncarnationID, to fresh: IncarnationID) throws(StoreError)
        -> RelabelledEvents
    {
        let relabelling = try EventRelabelling(database, from: old, to: fresh)
        var relabelled = try relabelling.run(after: shared, newestCritical: newestCritical)
        relabelled.bytes = try sums.bytesOfAll()
        return relabelled
    }

    /// Notes in the file that the hub has nothing of what was re-labelled; in the transaction that did it.
    func begin(_ relabelled: RelabelledEvents) throws(StoreError) {
        try meta.set(table.acknowledgedName, relabelled.start)
        try sums.restart(relabelled)
    }

    /// Takes over what `relabel` did, once its transaction is durable.
    func noteRelabelled(_ relabelled: RelabelledEvents) {
        incarnation = relabelled.incarnation
        start = relabelled.start
        head = relabelled.head
        newestCritical = relabelled.newestCritical
        acknowledged = relabelled.start
        sums.noteRelabelled(relabelled)
    }

    /// Writes records after `head`; to be called in a transaction, and `noteAppended` after it.
    func append(
        _ entries: [LogEntry], after relabelled: RelabelledEvents? = nil, at now: Timestamp
    ) throws(StoreError) -> AppendedEvents {
        var appended = AppendedEvents(
            head: relabelled?.head ?? head, newestCritical: relabelled?.newestCritical ?? newestCritical)
        for entry in entries {
            let record = EventRecord(
                seq: appended.head.seq + 1, kind: entry.kind, priority: entry.priority, payload: entry.payload,
                label: entry.label)
            let chain = EventChain.next(previous: appended.head.chain, record: record)
            try insert.bind(1, Int64(record.seq)).bind(2, Int(record.kind.rawValue))
                .bind(3, Int(record.priority.rawValue)).bind(4, now.microseconds).bind(5, record.payload)
                .bind(6, chain.bytes).bind(7, record.label?.packed ?? []).bind(
                    8, (relabelled?.incarnation ?? incarnation).unique.bytes
                ).run()
            appended.head = EventCursor(seq: record.seq, chain: chain)
            appended.bytes += Int64(record.payload.count)
            if record.priority == .critical { appended.newestCritical = record.seq }
        }
        if relabelled == nil { try sums.append(&appended, acknowledged: acknowledged.seq) }
        return appended
    }

    /// Writes events after `head`, each with a label of the clock; to be called in a transaction, and `noteAppended`
    /// after it.
    func append(
        _ events: [EventPayload], after relabelled: RelabelledEvents? = nil, by clock: inout HybridClock,
        at now: Timestamp
    ) throws(StoreError) -> AppendedEvents {
        var entries: [LogEntry] = []
        for event in events {
            let label = clock.tick(now: now)
            entries.append(LogEntry(event, label: planted(.labelsOfTheWallClock) ? HybridTime(at: now) : label))
        }
        return try append(entries, after: relabelled, at: now)
    }

    /// The label of the newest record; nothing when it has none, or there is no record.
    func newestLabel() throws(StoreError) -> HybridTime? {
        let newest = try database.prepare("SELECT label FROM \(table.name) ORDER BY seq DESC LIMIT 1")
        return try newest.first { HybridTime(packed: $0.bytes(0)) } ?? nil
    }

    /// Lets go of all records, and begins the chain of another incarnation; to be called in a transaction, and
    /// `noteRelabelled` after it.
    func restart(as fresh: IncarnationID) throws(StoreError) -> RelabelledEvents {
        let start = SessionProgress.start(of: fresh, table.stream)
        try database.run("DELETE FROM \(table.name)")
        let relabelled = RelabelledEvents(incarnation: fresh, start: start, head: start, newestCritical: 0, shift: 0)
        try begin(relabelled)
        return relabelled
    }

    /// Takes over what `append` returned, once its transaction is durable.
    func noteAppended(_ appended: AppendedEvents) {
        head = appended.head
        newestCritical = appended.newestCritical
        sums.noteAppended(appended)
    }

    /// Records after `seq`, in order, as many as fit both limits, and at least one when there is one.
    ///
    /// Each is what was written: one that does not fit its chain is damage, for the hub would take it for the truth.
    func records(after seq: UInt64, countMax: Int, bytesMax: Int) throws(StoreError) -> [EventRecord] {
        var records: [EventRecord] = []
        var bytes = 0
        var before = seq == 0 ? start.chain : try keptChain(seq)
        if seq == acknowledged.seq, let kept = before, kept != acknowledged.chain {
            throw chainOf.damage("record \(seq) of \(table.name) is not what the hub has")
        }
        try range.bind(1, Int64(clamping: seq)).bind(2, countMax).each { row throws(StoreError) in
            let record = EventRecord(row)
            guard records.isEmpty || bytes + record.payload.count <= bytesMax else { return false }
            let chain = Digest(bytes: row.bytes(6))
            guard let chain, before == nil || EventChain.next(previous: before ?? chain, record: record) == chain
            else { throw range.damage("record \(record.seq) of \(table.name) does not fit its chain") }
            before = chain
            bytes += record.payload.count
            records.append(record)
            return true
        }
        return records
    }

    /// The newest records of one kind, newest first.
    func newest(of kind: EventKind, count: Int) throws(StoreError) -> [EventRecord] {
        try records(recent.bind(1, Int(kind.rawValue)).bind(2, count))
    }

    /// Those of the newest in whose payload an id stands, newest first.
    func newest(of kind: EventKind, naming id: UniqueID, among count: Int) throws(StoreError) -> [EventRecord] {
        try records(naming.bind(1, Int(kind.rawValue)).bind(2, count).bind(3, id.bytes))
    }

    private func records(_ bound: Statement) throws(StoreError) -> [EventRecord] {
        var records: [EventRecord] = []
        try bound.each { row throws(StoreError) in
            records.append(EventRecord(row))
            return true
        }
        return records
    }

    /// What was written of alerts between two moments, oldest first.
    func alerts(from: Timestamp, to: Timestamp, count: Int) throws(StoreError) -> [Alert] {
        var alerts: [Alert] = []
        try alertsByTime.bind(1, from.microseconds).bind(2, to.microseconds).bind(3, count).each { row in
            if case .alert(let alert)? = try? EventPayload.decode(kind: .alert, payload: row.bytes(0)) {
                alerts.append(alert)
            }
            return true
        }
        return alerts
    }

    /// Notes in the file what the hub has; to be called in a transaction, and `noteAcknowledged` after it.
    func acknowledge(through cursor: EventCursor) throws(StoreError) {
        try meta.set(table.acknowledgedName, cursor)
        try sums.acknowledge(
            through: cursor.seq, after: acknowledged.seq, head: head, newestCritical: newestCritical)
    }

    /// Takes over an acknowledgement, once its transaction is durable.
    func noteAcknowledged(_ cursor: EventCursor) {
        acknowledged = cursor
        sums.noteAcknowledged(cursor.seq)
    }

    /// The seq and time of the oldest record after `seq` that is kept.
    func oldest(after seq: UInt64) throws(StoreError) -> (seq: UInt64, time: Timestamp)? {
        try oldest.bind(1, Int64(clamping: seq)).first { row in
            (UInt64(clamping: row.int(0)), Timestamp(microseconds: row.int(1)))
        }
    }

    /// Deletes records that the hub has and that are older than `moment`; never the newest one, whose chain goes on.
    func prune(before moment: Timestamp, count: Int) throws(StoreError) {
        var last = min(acknowledged.seq, head.seq == 0 ? 0 : head.seq - 1)
        if planted(.prunesUnsent) { last = head.seq }
        if planted(.prunesTheNewest) { last = acknowledged.seq }
        try prune.bind(1, Int64(last)).bind(2, moment.microseconds).bind(3, count).run()
    }

    /// The running digest at a record; nothing when the record is no longer there.
    func chain(at seq: UInt64) throws(StoreError) -> Digest? {
        if seq == 0 { return start.chain }
        if seq == head.seq { return head.chain }
        if seq == acknowledged.seq { return acknowledged.chain }
        return try keptChain(seq)
    }

    private func keptChain(_ seq: UInt64) throws(StoreError) -> Digest? {
        let bytes = try chainOf.bind(1, Int64(clamping: seq)).first { $0.bytes(0) }
        return bytes.flatMap { Digest(bytes: $0) }
    }
}

/// Where a stream stands after an append.
struct AppendedEvents {
    var head: EventCursor
    var newestCritical: UInt64
    /// Of the payloads of what was appended.
    var bytes: Int64 = 0
    /// Whether the file knows the sums up to `head`.
    var isKept = false
}

extension EventCursor {
    init?(stored seq: Int64, chain bytes: [UInt8]) {
        guard let chain = Digest(bytes: bytes), seq >= 0 else { return nil }
        self.init(seq: UInt64(seq), chain: chain)
    }
}

extension EventRecord {
    /// What `init` reads, in its order.
    static let columns = "seq, kind, priority, payload, origins, label"

    init(_ row: borrowing Row) {
        self.init(
            seq: UInt64(clamping: row.int(0)), kind: EventKind(rawValue: UInt16(clamping: row.int(1))),
            priority: EventPriority(rawValue: UInt8(clamping: row.int(2))) ?? .routine, payload: row.bytes(3),
            origins: RecordOrigin.unpacked(row.bytes(4)), label: HybridTime(packed: row.bytes(5)))
    }
}
