internal import HubTenancy
public import Logging
internal import SyncCore
internal import SyncWire
public import Telemetry

/// Merges the small chunks that rounds of a live agent leave behind into large ones; readings stay as they are, to
/// the bit.
///
/// One series' day is one transaction: readers see the small chunks or the large one, and after a crash one or the
/// other. Two hubs may do it at once: the second finds the rows gone and leaves it.
public struct ChunkCompaction: Sendable {
    /// What one run has done.
    public struct Counts: Sendable, Equatable {
        /// Chunks that were merged.
        public var merged = 0
        /// Chunks that stand for them now.
        public var written = 0
        /// Days of a series that are left as they are, because no time is like theirs: from before times were checked.
        public var impossible = 0
    }

    /// Chunks with fewer readings are merged; the schema's index of small chunks has the same bound.
    static let small = 512
    /// A series' day with fewer small chunks is left alone, so that no reading is written again and again.
    static let many = 16
    /// Chunks that began less than this before now are left: the round that brings the next may be under way.
    static let quietMicroseconds: Int64 = 60_000_000

    /// Outside of them neither a day's microseconds fit a number nor do times PostgreSQL's.
    private static let days =
        PackedChunk.day(
            of: SegmentContent.plausibleTimes.lowerBound)...PackedChunk.day(
            of: SegmentContent.plausibleTimes.upperBound)

    private let pool: PostgresPool
    private let logger: Logger

    /// For a database whose schema is current.
    public init(pool: PostgresPool, logger: Logger = Logger(label: "millwright.hub.compaction")) {
        self.pool = pool
        self.logger = logger
    }

    /// Merges the worst series' days, at most so many; bounded work, so that it can run beside ingest.
    public func run(now: Timestamp, most: Int = 200) async throws -> Counts {
        var counts = Counts()
        for day in try await loose(now, most) {
            guard Self.days.contains(day.day) else {
                counts.impossible += 1
                logger.warning(
                    "readings of an impossible time are left as they are",
                    metadata: ["tenant": "\(day.scope.tenant)", "series": "\(day.series)", "day": "\(day.day)"])
                continue
            }
            let done = try await merge(day, before: now.microseconds - Self.quietMicroseconds)
            counts.merged += done.merged
            counts.written += done.written
        }
        return counts
    }

    private struct SeriesDay: Sendable {
        var scope: TenantScope
        var series: Int32
        /// Since 1970-01-01; as the rows say it, which may be anything.
        var day: Int64
    }

    /// The worst days, and beside them as many at most that are impossible: those never take the others' turn.
    private func loose(_ now: Timestamp, _ most: Int) async throws -> [SeriesDay] {
        try await pool.withSystemTransaction { connection in
            let rows = try connection.query(
                """
                WITH loose AS (SELECT tenant_id, series, day, chunks, day BETWEEN $4 AND $5 AS possible
                    FROM loose_chunks($1, $2, 2147483647))
                (SELECT tenant_id, series, day FROM loose WHERE possible ORDER BY chunks DESC LIMIT $3)
                UNION ALL (SELECT tenant_id, series, day FROM loose WHERE NOT possible LIMIT $3)
                """,
                [
                    Int32(Self.many), now.microseconds - Self.quietMicroseconds, most, Self.days.lowerBound,
                    Self.days.upperBound,
                ])
            return try rows.map { row in
                SeriesDay(
                    scope: TenantScope(tenant: try row.value("tenant_id")), series: try row.value("series"),
                    day: try row.value("day"))
            }
        }
    }

    private func merge(_ day: SeriesDay, before: Int64) async throws -> Counts {
        let start = day.day * PackedChunk.dayMicroseconds
        return try await pool.withTransaction(scope: day.scope) { connection in
            let rows = try connection.query(
                """
                DELETE FROM chunks WHERE series = $1 AND t0 >= $2 AND t0 < $3 AND n < \(Self.small)
                RETURNING \(ChunkSQL.columns)
                """, [day.series, start, min(before, start + PackedChunk.dayMicroseconds)])
            var readings: [(time: Int64, value: Double, quality: UInt8)] = []
            for row in rows {
                let chunk = try ChunkSQL.chunk(row)
                let qualities = chunk.qualities?.map { UInt8(clamping: $0) } ?? Array(repeating: 0, count: chunk.count)
                for (index, (time, value)) in zip(chunk.times, chunk.values.values(count: chunk.count)).enumerated() {
                    readings.append((time, value, qualities[index]))
                }
            }
            readings.sort { $0.time < $1.time }
            let merged = PackedChunk.chunks(
                times: readings.map(\.time), values: readings.map(\.value), qualities: readings.map(\.quality))
            for chunk in merged {
                try connection.execute(ChunkSQL.insert, ChunkSQL.parameters(chunk, series: day.series, day.scope))
            }
            return Counts(merged: rows.count, written: merged.count)
        }
    }
}
