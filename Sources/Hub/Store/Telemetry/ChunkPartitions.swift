internal import Runtime
internal import Synchronization
public import Telemetry

/// Partitions of `chunks` by day: made ahead of time and for what comes late, remembered so that a round asks for
/// none twice.
public final class ChunkPartitions: Sendable {
    private let pool: PostgresPool
    private let known = Mutex<Set<Int64>>([])

    /// How far back and ahead days get a partition of their own; what is beyond lands in the one for other days.
    private static let daysBack: Int64 = 1_100
    private static let daysAhead: Int64 = 7

    /// For a database whose schema is current.
    public init(_ pool: PostgresPool) {
        self.pool = pool
    }

    /// Makes the partitions of the coming days; to be called at the start and at least once a day.
    public func makeAhead(now: Timestamp) async throws {
        let today = PackedChunk.day(of: now.microseconds)
        try await ensure(Set(today...(today + Self.daysAhead)), now: now)
    }

    /// The days that get a partition of their own now, in days since 1970-01-01.
    public func window(now: Timestamp) -> ClosedRange<Int64> {
        let today = PackedChunk.day(of: now.microseconds)
        return (today - Self.daysBack)...(today + Self.daysAhead)
    }

    /// Makes the partitions of days, given in days since 1970-01-01, that have none yet.
    public func ensure(_ days: Set<Int64>, now: Timestamp) async throws {
        let window = window(now: now)
        let missing = known.withLock { known in days.filter { window.contains($0) && !known.contains($0) } }
        for day in missing.sorted() {
            try await pool.withSystemTransaction { connection in
                _ = try connection.query("SELECT make_chunk_partition(date '1970-01-01' + $1::integer)", [Int32(day)])
            }
            known.withLock { _ = $0.insert(day) }
        }
    }

    /// Drops whole days that are older than every tenant's retention; returns how many.
    public func drop(before day: Int64) async throws -> Int {
        known.withLock { known in known = known.filter { $0 >= day } }
        return try await pool.withSystemTransaction { connection in
            try connection.query(
                "SELECT drop_chunk_partitions(date '1970-01-01' + $1::integer)", [Int32(clamping: day)]
            ).first?.value(0) ?? 0
        }
    }
}
