internal import CSQLite

/// One compiled statement with bound parameters; finalised when it is let go.
///
/// Blobs and texts are copied when they are bound, so no pointer outlives the call that gave it.
final class Statement {
    private let handle: OpaquePointer
    private let database: Database  // keeps the connection open for as long as the statement lives

    init(handle: OpaquePointer, database: Database) {
        self.handle = handle
        self.database = database
    }

    deinit {
        sqlite3_finalize(handle)
    }

    // MARK: Parameters, numbered from 1

    @discardableResult
    func bind(_ index: Int32, _ value: Int64) throws(StoreError) -> Statement {
        try database.check(sqlite3_bind_int64(handle, index, value))
        return self
    }

    @discardableResult
    func bind(_ index: Int32, _ value: Int64?) throws(StoreError) -> Statement {
        guard let value else {
            try database.check(sqlite3_bind_null(handle, index))
            return self
        }
        return try bind(index, value)
    }

    @discardableResult
    func bind(_ index: Int32, _ value: Int) throws(StoreError) -> Statement { try bind(index, Int64(value)) }

    @discardableResult
    func bind(_ index: Int32, _ text: String) throws(StoreError) -> Statement {
        try database.check(sqlite3_bind_text(handle, index, text, Int32(text.utf8.count), transient))
        return self
    }

    @discardableResult
    func bind(_ index: Int32, _ bytes: [UInt8]) throws(StoreError) -> Statement {
        try bytes.withUnsafeBufferPointer { buffer throws(StoreError) in
            try bind(index, UnsafeRawBufferPointer(buffer))
        }
        return self
    }

    @discardableResult
    func bind(_ index: Int32, _ bytes: [UInt8]?) throws(StoreError) -> Statement {
        guard let bytes else {
            try database.check(sqlite3_bind_null(handle, index))
            return self
        }
        return try bind(index, bytes)
    }

    func bind(_ index: Int32, _ bytes: UnsafeRawBufferPointer) throws(StoreError) {
        if let base = bytes.baseAddress, !bytes.isEmpty {
            try database.check(sqlite3_bind_blob64(handle, index, base, UInt64(bytes.count), transient))
        } else {
            try database.check(sqlite3_bind_zeroblob(handle, index, 0))
        }
    }

    /// Binds the first columns of a row of another statement, whatever they hold.
    func bindAll(_ row: borrowing Row, columns: Int) throws(StoreError) -> Statement {
        for column in 0..<Int32(columns) {
            try database.check(sqlite3_bind_value(handle, column + 1, sqlite3_column_value(row.handle, column)))
        }
        return self
    }

    // MARK: Running

    /// Runs it for its effect and makes it ready for the next use.
    func run() throws(StoreError) {
        let result = sqlite3_step(handle)
        sqlite3_reset(handle)
        try database.check(result)
    }

    /// Calls `body` with each row until it returns false or the rows end.
    func each(_ body: (borrowing Row) throws(StoreError) -> Bool) throws(StoreError) {
        defer { sqlite3_reset(handle) }
        while true {
            let result = sqlite3_step(handle)
            try database.check(result)
            guard result == SQLITE_ROW, try body(Row(handle: handle)) else { return }
        }
    }

    /// The first row made into a value, or nothing when there is no row.
    func first<Value>(_ body: (borrowing Row) -> Value) throws(StoreError) -> Value? {
        var found: Value?
        try each { row throws(StoreError) in
            found = body(row)
            return false
        }
        return found
    }

    /// The error for a row that is not what was written.
    func damage(_ what: String) -> StoreError { database.damage(what) }

    private var transient: sqlite3_destructor_type {
        unsafeBitCast(-1, to: sqlite3_destructor_type.self)  // because Swift cannot see that C macro
    }
}
