internal import SyncCore
internal import SyncWire
internal import Telemetry

/// The conflicts of documents with their lives; those that are over stay for a while, to be looked at.
final class ConflictTable {
    private let select: Statement
    private let upsert: Statement
    private let ofDocument: Statement
    private let list: Statement
    private let prune: Statement
    private let open: Statement

    init(_ database: Database) throws(StoreError) {
        select = try database.prepare("SELECT body FROM conflicts WHERE id = ?")
        upsert = try database.prepare(
            """
            INSERT INTO conflicts (id, kind, subject, state, is_over, changed, body) VALUES (?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (id) DO UPDATE SET
                state = excluded.state, is_over = excluded.is_over, changed = excluded.changed, body = excluded.body
            """)
        ofDocument = try database.prepare(
            "SELECT body FROM conflicts WHERE kind = ? AND subject = ? AND is_over = 0")
        list = try database.prepare(
            """
            SELECT body FROM conflicts WHERE is_over BETWEEN ? AND ? ORDER BY is_over, changed DESC LIMIT ?
            """)
        prune = try database.prepare(
            """
            DELETE FROM conflicts WHERE id IN
                (SELECT id FROM conflicts WHERE is_over = 1 AND changed < ? ORDER BY changed LIMIT ?)
            """)
        open = try database.prepare(
            "SELECT count(*) FROM conflicts WHERE is_over = 0 AND state IN ('detected', 'open', 'claimed', 'reopened')")
    }

    func record(_ id: ConflictID) throws(StoreError) -> ConflictRecord? {
        try Self.records(try select.bind(1, id.unique.bytes)).first
    }

    /// Those of a document that are not over.
    func standing(of key: DocumentKey) throws(StoreError) -> [ConflictRecord] {
        try Self.records(try ofDocument.bind(1, key.kind.rawValue).bind(2, key.subject))
    }

    /// Those that are not over, then those that are where they are wanted; of each the newest first.
    func all(includingFinal: Bool, count: Int) throws(StoreError) -> [ConflictRecord] {
        try Self.records(try list.bind(1, 0).bind(2, includingFinal ? 1 : 0).bind(3, count))
    }

    /// How many wait for a person.
    func openCount() throws(StoreError) -> Int { try open.first { Int($0.int(0)) } ?? 0 }

    /// Writes a record; to be called in a transaction.
    func put(_ record: ConflictRecord, at now: Timestamp) throws(StoreError) {
        try upsert.bind(1, record.conflict.id.unique.bytes).bind(2, record.conflict.document.kind.rawValue)
            .bind(3, record.conflict.document.subject).bind(4, record.state.rawValue)
            .bind(5, record.state.isFinal ? 1 : 0).bind(6, now.microseconds).bind(7, record.stored).run()
    }

    /// Forgets some of those that were over before a moment.
    func prune(before moment: Timestamp, count: Int) throws(StoreError) {
        try prune.bind(1, moment.microseconds).bind(2, count).run()
    }

    private static func records(_ statement: Statement) throws(StoreError) -> [ConflictRecord] {
        var records: [ConflictRecord] = []
        try statement.each { row throws(StoreError) in
            guard let record = try? ConflictRecord(stored: row.bytes(0)) else {
                throw statement.damage("a conflict cannot be read")
            }
            records.append(record)
            return true
        }
        return records
    }
}
