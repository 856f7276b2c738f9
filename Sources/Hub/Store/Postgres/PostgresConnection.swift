internal import CPostgres
internal import HubPlant
internal import HubTenancy
internal import Telemetry

/// One connection to PostgreSQL; blocking, used by one thread at a time and only inside the closures that lend it.
///
/// Statements are prepared once a connection and text; parameters and results travel in binary.
public final class PostgresConnection {
    let handle: OpaquePointer
    private var statements = StatementNames(capacity: 256)
    /// What the transaction has to tell; written down with its commit.
    private(set) var notices: [Notice] = []

    /// Connects, and takes on the role.
    ///
    /// Throws `unavailable` when there is no server, `other` when it refuses.
    init(_ options: PostgresOptions) throws(PostgresFailure) {
        // libpq expands the address where `dbname` stands: it wins over what comes before it, and what follows wins
        // over it.
        let parameters =
            Self.aliveness + [
                ("dbname", options.address), ("application_name", options.applicationName), ("connect_timeout", "5"),
                ("options", "-c statement_timeout=\(Int(options.statementSeconds * 1_000)) -c timezone=UTC"),
                ("client_encoding", "UTF8"),
            ]
        let connection = withCStrings(parameters.map(\.0)) { keys in
            withCStrings(parameters.map(\.1)) { PQconnectdbParams(keys, $0, 1) }
        }
        guard let connection else { throw PostgresFailure(kind: .unavailable, detail: "libpq has no memory") }
        handle = connection
        guard PQstatus(connection) == CONNECTION_OK else {
            // `deinit` frees the handle: all properties are set by now, so it runs when an initialiser throws.
            throw PostgresFailure(kind: .unavailable, detail: String(cString: PQerrorMessage(connection)))
        }
        PQsetNoticeProcessor(connection, dropNotice, nil)
        if let role = options.role { try script("SET ROLE \(Self.quoted(role))") }
    }

    deinit { PQfinish(handle) }

    /// By which a host that vanishes is noticed within 25 s.
    ///
    /// It answers nothing, not even that it is gone: by Linux's defaults a connection that waits for an answer would
    /// hold its thread for two hours, and one that sends for a quarter of an hour.
    private static let aliveness = [
        ("keepalives", "1"), ("keepalives_idle", "10"), ("keepalives_interval", "5"), ("keepalives_count", "3"),
        ("tcp_user_timeout", "25000"),
    ]

    /// What the connection was made with, by libpq's keyword; nothing for a keyword that there is not.
    package func parameter(_ keyword: String) -> String? {
        guard let all = PQconninfo(handle) else { return nil }
        defer { PQconninfoFree(all) }
        var next = all
        while let name = next.pointee.keyword {
            if String(cString: name) == keyword { return next.pointee.val.map { String(cString: $0) } }
            next += 1
        }
        return nil
    }

    /// Whether the connection still stands as far as is known.
    public var isAlive: Bool { PQstatus(handle) == CONNECTION_OK }

    /// Runs a statement and says how many rows it touched.
    @discardableResult
    public func execute(_ sql: String, _ parameters: [any PostgresEncodable] = []) throws(PostgresFailure) -> Int {
        let result = try run(sql, ParameterBuffer(parameters))
        defer { PQclear(result) }
        return Int(String(cString: PQcmdTuples(result))) ?? 0
    }

    /// Runs a statement and returns its rows.
    public func query(
        _ sql: String, _ parameters: [any PostgresEncodable] = []
    ) throws(PostgresFailure) -> PostgresRows {
        PostgresRows(try run(sql, ParameterBuffer(parameters)))
    }

    /// Runs statements without parameters, separated by `;`, in the simple protocol.
    public func script(_ sql: String) throws(PostgresFailure) {
        PQclear(try checked(PQexec(handle, sql)))
    }

    /// Has all who listen hear of something once the transaction has committed, and nobody if it never does.
    func tell(_ notice: Notice) { notices.append(notice) }

    /// Runs `body` so that what it did is undone, and nothing else, when it throws.
    public func withSavepoint<Result>(_ body: () throws -> Result) throws -> Result {
        try script("SAVEPOINT part")
        let told = notices.count
        do {
            let result = try body()
            try script("RELEASE SAVEPOINT part")
            return result
        } catch {
            notices.removeSubrange(told...)
            if isAlive { try script("ROLLBACK TO SAVEPOINT part; RELEASE SAVEPOINT part") }
            throw error
        }
    }

    /// Opens a transaction for a tenant, or for none: then row-level security shows no tenant's rows.
    func begin(_ scope: TenantScope?) throws(PostgresFailure) {
        notices = []
        let tenant = scope?.tenant.description ?? ""
        try script("BEGIN; SELECT set_config('app.tenant', '\(tenant)', true)")
    }

    /// Makes the rest of the transaction one of a tenant that was only found in it.
    func enter(_ scope: TenantScope) throws(PostgresFailure) {
        try script("SELECT set_config('app.tenant', '\(scope.tenant)', true)")
    }

    /// Writes down what there is to tell, and commits.
    ///
    /// A transaction in which a statement failed is rolled back by the server, and that is an error here.
    func commit() throws(PostgresFailure) {
        try writeNotices()
        let result = try checked(PQexec(handle, "COMMIT"))
        defer { PQclear(result) }
        guard String(cString: PQcmdStatus(result)) == "COMMIT" else {
            throw PostgresFailure(kind: .other, detail: "the transaction had failed and was rolled back at its commit")
        }
    }

    /// Rolls back, whatever state it is in; false when the connection cannot be used any more.
    func rollback() -> Bool {
        guard isAlive else { return false }
        if PQtransactionStatus(handle) == PQTRANS_IDLE { return true }
        return (try? script("ROLLBACK")) != nil
    }

    /// The name of a statement that is prepared already.
    func preparedName(_ sql: String, _ types: [UInt32]) -> String? { statements.name(of: sql, types) }

    /// The name of the prepared statement for a text and the types of its parameters.
    func prepared(_ sql: String, _ types: [UInt32]) throws(PostgresFailure) -> String {
        if let name = statements.name(of: sql, types) { return name }
        if statements.isFull {
            try script("DEALLOCATE ALL")
            statements.forgetAll()
        }
        let name = statements.nextName
        PQclear(try checked(PQprepare(handle, name, sql, Int32(types.count), types)))
        statements.remember(sql, types, as: name)
        return name
    }

    private func run(_ sql: String, _ parameters: ParameterBuffer) throws(PostgresFailure) -> OpaquePointer {
        let name = try prepared(sql, parameters.types)
        return try checked(
            parameters.withPointers { values, lengths, formats, count in
                PQexecPrepared(handle, name, count, values, lengths, formats, 1)
            })
    }

    /// A result that succeeded, or its error; a failed one is freed.
    func checked(_ result: OpaquePointer?) throws(PostgresFailure) -> OpaquePointer {
        guard let result else {
            throw PostgresFailure(kind: .connectionLost, detail: String(cString: PQerrorMessage(handle)))
        }
        switch PQresultStatus(result) {
        case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_EMPTY_QUERY, PGRES_PIPELINE_SYNC: return result
        default:
            defer { PQclear(result) }
            throw failure(of: result)
        }
    }

    private func failure(of result: OpaquePointer) -> PostgresFailure {
        func field(_ code: Character) -> String? {
            PQresultErrorField(result, Int32(code.asciiValue ?? 0)).map { String(cString: $0) }
        }
        let detail = String(cString: PQresultErrorMessage(result))
        guard isAlive else { return PostgresFailure(kind: .connectionLost, detail: detail) }
        // C is SQLSTATE and n the name of the constraint (postgres_ext.h).
        return PostgresFailure(sqlState: field("C") ?? "XX000", constraint: field("n"), detail: detail)
    }

    private static func quoted(_ name: String) -> String {
        "\"" + name.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }
}

/// Notices are for people at psql; a file-scope function, because C calls it.
private func dropNotice(_ context: UnsafeMutableRawPointer?, _ text: UnsafePointer<CChar>?) {}
