internal import HubTenancy
public import Telemetry

/// Drops telemetry that is older than its tenant's plan keeps; bounded work, so that it can run beside ingest.
///
/// Whole days go at once when they are too old for every tenant; the rest is deleted tenant by tenant, series by
/// series.
public struct TelemetryRetention: Sendable {
    /// What one run has dropped.
    public struct Counts: Sendable, Equatable {
        /// Partitions, each a day of all tenants.
        public var days = 0
        /// Chunks of tenants that keep less than others.
        public var chunks = 0
        /// Rollups of all levels.
        public var rollups = 0
    }

    private let pool: PostgresPool
    private let partitions: ChunkPartitions

    /// For a database whose schema is current.
    public init(_ pool: PostgresPool, partitions: ChunkPartitions) {
        self.pool = pool
        self.partitions = partitions
    }

    /// Drops what is too old now.
    ///
    /// A tenant without a plan keeps all.
    public func run(now: Timestamp) async throws -> Counts {
        var counts = Counts()
        var longest: Int? = 0
        let tenants = try await pool.withSystemTransaction { connection in
            try connection.query("SELECT all_tenants()").map { try $0.value(0, as: TenantID.self) }
        }
        for tenant in tenants {
            let scope = TenantScope(tenant: tenant)
            let kept = try await pool.withTransaction(scope: scope) { try Self.retention($0) }
            // Whole days may go only when every tenant says how long it keeps them.
            longest = kept.flatMap { kept in longest.map { max($0, kept.raw) } }
            guard let kept else { continue }
            counts.chunks += try await dropChunks(scope, before: now, days: kept.raw)
            for (level, days) in [(RollupLevel.minute, kept.minutes), (.hour, kept.hours), (.day, kept.days)] {
                counts.rollups += try await dropRollups(scope, level, before: now, days: days)
            }
        }
        if let longest, longest > 0 {
            counts.days = try await partitions.drop(before: PackedChunk.day(of: now.microseconds) - Int64(longest))
        }
        return counts
    }

    private static func retention(_ connection: PostgresConnection) throws -> RetentionDays? {
        let row = try connection.query(
            """
            SELECT (p.retention->>'raw')::int AS raw, (p.retention->>'1m')::int AS minutes,
                (p.retention->>'1h')::int AS hours, (p.retention->>'1d')::int AS days
            FROM tenant_subscriptions s JOIN subscription_plans p ON p.id = s.plan_id WHERE s.is_active
            """
        ).first
        return try row.map {
            RetentionDays(
                raw: try days($0, "raw"), minutes: try days($0, "minutes"), hours: try days($0, "hours"),
                days: try days($0, "days"))
        }
    }

    /// A plan may say any number; beyond these neither a day's microseconds nor PostgreSQL's dates hold.
    private static func days(_ row: PostgresRow, _ column: String) throws(PostgresFailure) -> Int {
        min(max(0, try row.value(column, as: Int.self)), daysMax)
    }

    private static let daysMax = 1_000_000

    private func dropChunks(_ scope: TenantScope, before now: Timestamp, days: Int) async throws -> Int {
        let end = (PackedChunk.day(of: now.microseconds) - Int64(days)) * PackedChunk.dayMicroseconds
        return try await dropBySeries(scope, "DELETE FROM chunks WHERE series = $1 AND t0 < $2", end)
    }

    private func dropRollups(
        _ scope: TenantScope, _ level: RollupLevel, before now: Timestamp, days: Int
    ) async throws -> Int {
        let end = Timestamp(microseconds: now.microseconds - Int64(days) * PackedChunk.dayMicroseconds)
        return try await dropBySeries(scope, "DELETE FROM \(level.table) WHERE series = $1 AND bucket < $2", end)
    }

    /// One transaction a series: none is long, and none holds locks that a round waits for.
    private func dropBySeries(
        _ scope: TenantScope, _ sql: String, _ end: any PostgresEncodable & Sendable
    ) async throws -> Int {
        let series = try await pool.withTransaction(scope: scope) { connection in
            try connection.query("SELECT id FROM series").map { try $0.value(0, as: Int32.self) }
        }
        var dropped = 0
        for number in series {
            dropped += try await pool.withTransaction(scope: scope) { connection in
                try connection.execute(sql, [number, end])
            }
        }
        return dropped
    }
}
