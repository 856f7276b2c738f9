internal import CSQLite
internal import Runtime

/// One connection to one SQLite file, for one thread; closed when it is let go.
///
/// The file is in WAL mode with full synchronous commit: what `transaction` has returned from survives a loss of power.
/// This connection is the only one that writes or checkpoints (SQLite before 3.51.3 has a race between several).
final class Database {
    let handle: OpaquePointer

    /// Told when anything that was read cannot be what was written, before the error is thrown.
    private let onDamage: () -> Void

    /// Opens or makes the file at `path`; at most `cachePages` pages of 4096 bytes are kept in memory.
    ///
    /// `fileSystem` names one that was registered with SQLite; nothing: the system's own.
    init(
        path: String, fileSystem: String? = nil, cachePages: Int = 256, onDamage: @escaping () -> Void = {}
    ) throws(StoreError) {
        self.onDamage = onDamage
        var opened: OpaquePointer?
        let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX
        let result = sqlite3_open_v2(path, &opened, flags, fileSystem)
        guard result == SQLITE_OK, let opened else {
            sqlite3_close_v2(opened)
            throw Self.error(result, "cannot open \(path)")
        }
        handle = opened
        sqlite3_extended_result_codes(opened, 1)
        // Only a new file takes it on: pages of records that are gone can be given back to the disk.
        try run("PRAGMA auto_vacuum = INCREMENTAL")
        try run("PRAGMA journal_mode = WAL")
        try run("PRAGMA synchronous = \(planted(.commitsNotSynced) ? "OFF" : "FULL")")
        try run("PRAGMA wal_autocheckpoint = 1000")
        try run("PRAGMA journal_size_limit = 8388608")
        try run("PRAGMA foreign_keys = ON")
        try run("PRAGMA temp_store = MEMORY")
        try run("PRAGMA cache_size = \(cachePages)")
    }

    deinit {
        sqlite3_close_v2(handle)  // waits for statements that are still to be finalised
    }

    /// Runs statements without parameters and without rows that matter.
    func run(_ sql: String) throws(StoreError) {
        try check(sqlite3_exec(handle, sql, nil, nil, nil))
    }

    /// A statement, compiled once and kept by its user.
    func prepare(_ sql: String) throws(StoreError) -> Statement {
        var statement: OpaquePointer?
        try check(sqlite3_prepare_v3(handle, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &statement, nil))
        guard let statement else { throw .database(code: SQLITE_MISUSE, message: "empty statement") }
        return Statement(handle: statement, database: self)
    }

    /// Runs `body` in one transaction: all of it is durable when this returns, and none of it when it throws.
    func transaction<Result>(_ body: () throws(StoreError) -> Result) throws(StoreError) -> Result {
        try run("BEGIN IMMEDIATE")
        do {
            let result = try body()
            try run("COMMIT")
            return result
        } catch {
            // A full disk may have rolled it back already; then this fails, and rightly changes nothing.
            _ = sqlite3_exec(handle, "ROLLBACK", nil, nil, nil)
            throw error
        }
    }

    /// A whole number that a pragma or a query gives in its first row.
    func number(_ sql: String) throws(StoreError) -> Int64 {
        let statement = try prepare(sql)
        return try statement.first { $0.int(0) } ?? 0
    }

    /// How many rows the last statement changed.
    var changes: Int { Int(sqlite3_changes(handle)) }

    /// Throws unless a result code is one of success.
    func check(_ result: Int32) throws(StoreError) {
        guard result != SQLITE_OK && result != SQLITE_ROW && result != SQLITE_DONE else { return }
        let error = Self.error(result, String(cString: sqlite3_errmsg(handle)))
        if case .damaged = error { onDamage() }
        throw error
    }

    /// The error for content that SQLite gives and that nobody wrote.
    func damage(_ what: String) -> StoreError {
        onDamage()
        return .damaged(what)
    }

    // Macros that the importer does not see: SQLITE_IOERR_WRITE and SQLITE_IOERR_FSYNC.
    private static let ioErrorWrite: Int32 = SQLITE_IOERR | 3 << 8
    private static let ioErrorFsync: Int32 = SQLITE_IOERR | 4 << 8

    private static func error(_ result: Int32, _ message: String) -> StoreError {
        switch result & 0xFF {
        case SQLITE_FULL: .diskFull
        case SQLITE_IOERR where result == ioErrorWrite || result == ioErrorFsync: .diskFull
        case SQLITE_CORRUPT, SQLITE_NOTADB: .damaged(message)
        case SQLITE_CANTOPEN, SQLITE_READONLY, SQLITE_PERM: .folderUnusable(message)
        default: .database(code: result, message: message)
        }
    }
}
