internal import Crypto
public import Logging

/// Brings the schema up to the one that this program knows, as the owner of the tables.
///
/// Each step is one transaction; an advisory lock lets only one program do it at a time, so several replicas may
/// start at once. A database that is newer than the program, or a step whose SQL differs from the one applied, is
/// refused.
public struct SchemaMigrator: Sendable {
    private let options: PostgresOptions
    private let logger: Logger

    /// A migrator that connects as the login of the options, without taking on the application's role.
    public init(_ options: PostgresOptions, logger: Logger = Logger(label: "millwright.hub.store")) {
        var owner = options
        owner.role = nil
        owner.statementSeconds = 0
        self.options = owner
        self.logger = logger
    }

    /// Applies what is missing and returns the versions applied.
    ///
    /// Blocks: call it before serving, or on a thread that may.
    @discardableResult
    public func migrate() throws -> [Int] {
        let connection = try PostgresConnection(options)
        try connection.script("SELECT pg_advisory_lock(\(Self.lock))")
        try connection.script(Self.ledger)
        let applied = try Self.applied(connection)
        try Self.verify(applied)
        var done: [Int] = []
        for migration in SchemaMigration.all where applied[migration.version] == nil {
            try apply(migration, on: connection)
            done.append(migration.version)
            logger.info("schema migrated", metadata: ["version": "\(migration.version)", "name": "\(migration.name)"])
        }
        try connection.script("SELECT pg_advisory_unlock(\(Self.lock))")
        return done
    }

    /// Where the database stands against the program; changes nothing.
    ///
    /// Blocks.
    public func state() throws -> SchemaState {
        let connection = try PostgresConnection(options)
        let isThere: Bool =
            try connection.query("SELECT to_regclass('schema_migrations') IS NOT NULL AS there").first?
            .value("there") ?? false
        let applied = isThere ? try Self.applied(connection) : [:]
        return SchemaState(database: applied.keys.max() ?? 0, program: SchemaMigration.newest)
    }

    /// Writes the plans that are on sale; plans that are gone from the list stay for the tenants that have them.
    ///
    /// Blocks.
    public func store(plans: [SubscriptionPlan]) throws {
        let connection = try PostgresConnection(options)
        for plan in plans { try plan.store(on: connection) }
    }

    private func apply(_ migration: SchemaMigration, on connection: PostgresConnection) throws {
        do {
            // The functions of the schema keep this path: a caller's own cannot put its tables before ours.
            try connection.script("BEGIN; SELECT set_config('search_path', current_schema() || ', pg_temp', true)")
            try connection.script(migration.sql)
            try connection.execute(
                "INSERT INTO schema_migrations (version, name, checksum) VALUES ($1, $2, $3)",
                [migration.version, migration.name, migration.checksum])
            try connection.commit()
        } catch {
            _ = connection.rollback()
            throw error
        }
    }

    private static func applied(_ connection: PostgresConnection) throws -> [Int: [UInt8]] {
        var applied: [Int: [UInt8]] = [:]
        for row in try connection.query("SELECT version, checksum FROM schema_migrations") {
            applied[try row.value("version")] = try row.value("checksum")
        }
        return applied
    }

    private static func verify(_ applied: [Int: [UInt8]]) throws(SchemaFailure) {
        let newest = applied.keys.max() ?? 0
        guard newest <= SchemaMigration.newest else {
            throw .newerThanProgram(database: newest, program: SchemaMigration.newest)
        }
        for migration in SchemaMigration.all {
            guard let checksum = applied[migration.version] else { continue }
            guard checksum == migration.checksum else { throw .stepDiffers(version: migration.version) }
        }
    }

    /// Any number, the same in all versions: the advisory lock under which migrations run.
    private static let lock = 7_245_901_133

    private static let ledger = """
        CREATE TABLE IF NOT EXISTS schema_migrations (
            version integer PRIMARY KEY,
            name text NOT NULL,
            checksum bytea NOT NULL,
            applied_at timestamptz NOT NULL DEFAULT now()
        )
        """
}

extension SchemaMigration {
    var checksum: [UInt8] { Array(SHA256.hash(data: Array(sql.utf8))) }
}
