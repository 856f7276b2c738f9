internal import SyncCore
internal import SyncWire
internal import Telemetry

/// Stream E in the file: appended in order, read for sending, kept for a while after the hub has it.
final class EventLog {
    /// The newest record.
    private(set) var head: EventCursor

    /// What the hub is known to have.
    private(set) var acknowledged: EventCursor

    private let insert: Statement
    private let range: Statement
    private let recent: Statement
    private let chainOf: Statement
    private let oldest: Statement
    private let prune: Statement
    private let meta: MetaTable

    init(_ database: Database, meta: MetaTable) throws(StoreError) {
        self.meta = meta
        insert = try database.prepare(
            "INSERT INTO events (seq, kind, priority, time, payload, chain) VALUES (?, ?, ?, ?, ?, ?)")
        range = try database.prepare(
            "SELECT seq, kind, priority, payload FROM events WHERE seq > ? AND seq <= ? ORDER BY seq")
        recent = try database.prepare(
            "SELECT seq, kind, priority, payload FROM events WHERE kind = ? ORDER BY seq DESC LIMIT ?")
        chainOf = try database.prepare("SELECT chain FROM events WHERE seq = ?")
        oldest = try database.prepare("SELECT time FROM events WHERE seq > ? ORDER BY seq LIMIT 1")
        prune = try database.prepare("DELETE FROM events WHERE seq IN (SELECT seq FROM events WHERE seq <= ? AND time < ? ORDER BY seq LIMIT ?)")
        let newest = try database.prepare("SELECT seq, chain FROM events ORDER BY seq DESC LIMIT 1")
        let found = try newest.first { EventCursor(stored: $0.int(0), chain: $0.bytes(1)) }
        head = (found ?? nil) ?? EventChain.start
        let cursor = try meta.cursor("events.acknowledged")
        acknowledged = cursor ?? EventChain.start
    }

    /// Writes records after `head`; to be called in a transaction, and `noteAppended` after it.
    func append(_ events: [EventPayload], at now: Timestamp) throws(StoreError) -> EventCursor {
        var cursor = head
        for event in events {
            let record = EventRecord(
                seq: cursor.seq + 1, kind: event.kind, priority: event.priority, payload: event.encode())
            cursor = EventChain.next(after: cursor, record: record)
            try insert.bind(1, Int64(record.seq)).bind(2, Int(record.kind.rawValue))
                .bind(3, Int(record.priority.rawValue)).bind(4, now.microseconds).bind(5, record.payload)
                .bind(6, cursor.chain.bytes).run()
        }
        return cursor
    }

    /// Takes over what `append` returned, once its transaction is durable.
    func noteAppended(_ cursor: EventCursor) {
        head = cursor
    }

    /// Records after `seq`, in order, as many as fit both limits, and at least one when there is one.
    func batch(after seq: UInt64, through last: UInt64, bytesMax: Int) throws(StoreError) -> EventBatch? {
        guard let before = try chain(at: seq) else { return nil }
        var records: [EventRecord] = []
        var bytes = 0
        try range.bind(1, Int64(clamping: seq)).bind(2, Int64(clamping: last)).each { row throws(StoreError) in
            let record = EventRecord(row)
            guard records.isEmpty || bytes + record.payload.count <= bytesMax else { return false }
            bytes += record.payload.count
            records.append(record)
            return true
        }
        guard let newest = records.last, let after = try chain(at: newest.seq) else { return nil }
        return EventBatch(chainBefore: before, chainAfter: after, records: records)
    }

    /// The newest records of one kind, newest first.
    func newest(of kind: EventKind, count: Int) throws(StoreError) -> [EventRecord] {
        var records: [EventRecord] = []
        try recent.bind(1, Int(kind.rawValue)).bind(2, count).each { row throws(StoreError) in
            records.append(EventRecord(row))
            return true
        }
        return records
    }

    /// Notes in the file what the hub has; to be called in a transaction, and `noteAcknowledged` after it.
    func acknowledge(through cursor: EventCursor) throws(StoreError) {
        try meta.set("events.acknowledged", cursor)
    }

    /// Takes over an acknowledgement, once its transaction is durable.
    func noteAcknowledged(_ cursor: EventCursor) {
        acknowledged = cursor
    }

    /// When the oldest record that the hub does not have was written.
    func oldestUnsentTime() throws(StoreError) -> Timestamp? {
        guard acknowledged.seq < head.seq else { return nil }
        return try oldest.bind(1, Int64(acknowledged.seq)).first { Timestamp(microseconds: $0.int(0)) }
    }

    /// Deletes records that the hub has and that are older than `moment`; never the newest one, whose chain goes on.
    func prune(before moment: Timestamp, count: Int) throws(StoreError) {
        let last = min(acknowledged.seq, head.seq == 0 ? 0 : head.seq - 1)
        try prune.bind(1, Int64(last)).bind(2, moment.microseconds).bind(3, count).run()
    }

    /// The running digest at a record; nothing when the record is no longer there.
    func chain(at seq: UInt64) throws(StoreError) -> Digest? {
        if seq == 0 { return EventChain.start.chain }
        if seq == head.seq { return head.chain }
        if seq == acknowledged.seq { return acknowledged.chain }
        let bytes = try chainOf.bind(1, Int64(clamping: seq)).first { $0.bytes(0) }
        return bytes.flatMap { Digest(bytes: $0) }
    }
}

extension EventCursor {
    init?(stored seq: Int64, chain bytes: [UInt8]) {
        guard let chain = Digest(bytes: bytes), seq >= 0 else { return nil }
        self.init(seq: UInt64(seq), chain: chain)
    }
}

extension EventRecord {
    init(_ row: borrowing Row) {
        self.init(
            seq: UInt64(clamping: row.int(0)), kind: EventKind(rawValue: UInt16(clamping: row.int(1))),
            priority: EventPriority(rawValue: UInt8(clamping: row.int(2))) ?? .routine, payload: row.bytes(3))
    }
}
