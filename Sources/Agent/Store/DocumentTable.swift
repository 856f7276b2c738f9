internal import SyncCore
internal import SyncWire
internal import Telemetry

/// The documents in the file; each is read when it is needed.
final class DocumentTable {
    private let select: Statement
    private let upsert: Statement
    private let keys: Statement
    private let dirty: Statement
    private let summary: Statement
    private let aged: Statement
    private let remove: Statement
    private let count: Statement

    init(_ database: Database) throws(StoreError) {
        select = try database.prepare(
            "SELECT local, remote, base, sealed, dirty, updated FROM documents WHERE kind = ? AND subject = ?")
        upsert = try database.prepare(
            """
            INSERT INTO documents (kind, subject, local, remote, base, sealed, dirty, updated)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (kind, subject) DO UPDATE SET
                local = excluded.local, remote = excluded.remote, base = excluded.base, sealed = excluded.sealed,
                dirty = excluded.dirty, updated = excluded.updated
            """)
        keys = try database.prepare(
            "SELECT kind, subject FROM documents WHERE (kind, subject) > (?, ?) ORDER BY kind, subject LIMIT ?")
        dirty = try database.prepare(
            "SELECT kind, subject FROM documents WHERE dirty > 0 ORDER BY dirty DESC LIMIT ?")
        summary = try database.prepare("SELECT count(*), coalesce(max(dirty), 0) FROM documents WHERE dirty > 0")
        aged = try database.prepare(
            """
            SELECT kind, subject FROM documents
            WHERE updated < ? AND kind = 'alert' AND remote IS NULL AND dirty = 0 ORDER BY updated LIMIT ?
            """)
        remove = try database.prepare("DELETE FROM documents WHERE kind = ? AND subject = ?")
        count = try database.prepare("SELECT count(*) FROM documents")
    }

    func entry(_ key: DocumentKey) throws(StoreError) -> DocumentEntry? {
        var found: DocumentEntry?
        try select.bind(1, key.kind.rawValue).bind(2, key.subject).each { row throws(StoreError) in
            var entry = DocumentEntry(
                local: try document(row, 0, key), updated: Timestamp(microseconds: row.int(5)))
            if row.intOrNil(3) != nil { entry.sealed = UInt64(clamping: row.int(3)) }
            if !row.isNull(1) { entry.remote = try document(row, 1, key) }
            if !row.isNull(2) { entry.base = try document(row, 2, key) }
            entry.dirtiness = DocumentEntry.Dirtiness(rawValue: row.int(4)) ?? .safety
            found = entry
            return false
        }
        return found
    }

    /// Writes a document; to be called in a transaction.
    func put(_ entry: DocumentEntry) throws(StoreError) {
        try upsert.bind(1, entry.key.kind.rawValue).bind(2, entry.key.subject)
            .bind(3, entry.local.whole().encode()).bind(4, entry.remote?.whole().encode())
            .bind(5, entry.base?.whole().encode()).bind(6, Int64(clamping: entry.sealed))
            .bind(7, entry.dirtiness.rawValue).bind(8, entry.updated.microseconds).run()
    }

    /// Keys in their order, after one of them.
    func keys(after key: DocumentKey?, count: Int) throws(StoreError) -> [DocumentKey] {
        try Self.keys(try keys.bind(1, key?.kind.rawValue ?? "").bind(2, key?.subject ?? "").bind(3, count))
    }

    /// Documents with writes that are in no record of stream D, those with safety fields first.
    func dirty(count: Int) throws(StoreError) -> [DocumentKey] {
        try Self.keys(try dirty.bind(1, count))
    }

    /// How many are dirty, and how dirty the worst is.
    func dirtySummary() throws(StoreError) -> (count: Int, worst: DocumentEntry.Dirtiness) {
        try summary.first { row in (Int(row.int(0)), DocumentEntry.Dirtiness(rawValue: row.int(1)) ?? .safety) }
            ?? (0, .clean)
    }

    /// Documents of alerts that nobody changed since `moment` and that the hub has.
    func aged(before moment: Timestamp, count: Int) throws(StoreError) -> [DocumentKey] {
        try Self.keys(try aged.bind(1, moment.microseconds).bind(2, count))
    }

    func remove(_ key: DocumentKey) throws(StoreError) {
        try remove.bind(1, key.kind.rawValue).bind(2, key.subject).run()
    }

    func total() throws(StoreError) -> Int { try count.first { Int($0.int(0)) } ?? 0 }

    private static func keys(_ statement: Statement) throws(StoreError) -> [DocumentKey] {
        var keys: [DocumentKey] = []
        try statement.each { row throws(StoreError) in
            guard let key = DocumentKey(kind: DocumentKind(rawValue: row.text(0)), subject: row.text(1)) else {
                throw statement.damage("a document without a key")
            }
            keys.append(key)
            return true
        }
        return keys
    }

    /// Whether a row's copies are documents of the row's key; `others` may be missing.
    static func isSound(_ row: borrowing Row, local: Int32, others: [Int32]) -> Bool {
        guard let key = DocumentKey(kind: DocumentKind(rawValue: row.text(0)), subject: row.text(1)) else {
            return false
        }
        func holds(_ column: Int32) -> Bool {
            (try? DocumentPatch.decode(row.bytes(column)))?.key == key
        }
        return holds(local) && others.allSatisfy { row.isNull($0) || holds($0) }
    }

    private func document(
        _ row: borrowing Row, _ column: Int32, _ key: DocumentKey
    ) throws(StoreError) -> Document {
        guard let patch = try? DocumentPatch.decode(row.bytes(column)), patch.key == key else {
            throw select.damage("document \(key) cannot be read")
        }
        return Document(key: key, versions: patch.through, writes: patch.writes)
    }
}
