public import HubPlant
public import HubTenancy
public import Telemetry

/// What the hub has of readings, for charts, statistics and totals; it only reads.
public struct ReadingsStore: Sendable {
    private let pool: PostgresPool

    /// A store over the pool.
    public init(pool: PostgresPool) {
        self.pool = pool
    }

    /// The readings of a machine, thinned to the points that were asked for;
    /// nothing when the tenant has no such machine.
    ///
    /// Without a resolution it takes the one that fits the span, and the raw readings where there is no rollup yet.
    public func readings(_ scope: TenantScope, _ query: ReadingsQuery, now: Timestamp) async throws -> ReadingsAnswer? {
        try await pool.withTransaction(scope: scope) { connection in
            guard let all = try SeriesRow.all(of: query.machine, connection) else { return nil }
            let resolution = query.resolution ?? .fitting(spanSeconds: query.to.seconds(since: query.from))
            let series = try all.filter { query.wants($0.empty) }.map { row in
                let isRaw = resolution == .raw || row.empty.isDerived
                return isRaw
                    ? try row.raw(connection, from: query.from, to: query.to)
                    : try row.rollup(resolution, connection, from: query.from, to: query.to)
            }
            let interval = try Self.interval(of: query.machine, connection)
            let times = series.filter { !$0.isDerived }.flatMap(\.times).sorted()
            let gaps = ReadingsGap.between(
                times, longerThan: max(3 * interval, 1.5 * resolution.seconds), until: min(query.to, now))
            return ReadingsAnswer(
                resolution: resolution, series: series.map { $0.thinned(to: query.points) }, gaps: gaps)
        }
    }

    /// The distribution of each measured metric of a machine; nothing when the tenant has no such machine.
    ///
    /// Up to `exactMax` readings a metric are read and sorted; beyond that percentiles are those of 1-minute means.
    public func statistics(
        _ scope: TenantScope, machine: MachineID, from: Timestamp, to: Timestamp, exactMax: Int = 500_000
    ) async throws -> [MetricStatistics]? {
        try await pool.withTransaction(scope: scope) { connection in
            guard let all = try SeriesRow.all(of: machine, connection) else { return nil }
            return try all.filter { !$0.empty.isDerived }.compactMap { row in
                let count = try Self.count(row.id, connection, from: from, to: to)
                if count > exactMax {
                    return try row.approximateStatistics(connection, from: from, to: to)
                }
                let series = try row.raw(connection, from: from, to: to)
                let trusted = series.values.indices.filter { series.qualities.isEmpty || series.qualities[$0] != .bad }
                return MetricStatistics(
                    metric: series.metric, unit: series.unit, values: trusted.map { series.values[$0] })
            }
        }
    }

    /// Runs work in a transaction of the tenant.
    func within<Value: Sendable>(
        _ scope: TenantScope, _ work: @escaping @Sendable (PostgresConnection) throws -> Value
    ) async throws -> Value {
        try await pool.withTransaction(scope: scope, work)
    }

    /// The expected seconds between two messages of a machine: the longest of its metrics' intervals, or 2.
    private static func interval(of machine: MachineID, _ connection: PostgresConnection) throws -> Double {
        let rows = try connection.query(
            """
            SELECT max(value::float8) AS longest FROM machines, jsonb_each_text(intervals) WHERE id = $1
            """, [machine])
        let longest: Double? = try rows.first?.value("longest")
        return longest ?? 2
    }

    /// An upper bound of the readings in a span, from the chunks that touch it.
    static func count(
        _ series: Int32, _ connection: PostgresConnection, from: Timestamp, to: Timestamp
    ) throws -> Int {
        let rows = try connection.query(
            """
            SELECT coalesce(sum(n), 0)::bigint AS readings FROM chunks
            WHERE series = $1 AND t0 >= $2::bigint - 86400000000 AND t0 < $3 AND t1 >= $2
            """, [series, from.microseconds, to.microseconds])
        return try rows.first?.value("readings") ?? 0
    }
}

extension ReadingsQuery {
    fileprivate func wants(_ series: ReadingsSeries) -> Bool {
        if series.isDerived && !includesDerived { return false }
        return metrics?.contains(series.metric) ?? true
    }
}

extension SeriesRow {
    fileprivate func approximateStatistics(
        _ connection: PostgresConnection, from: Timestamp, to: Timestamp
    ) throws -> MetricStatistics? {
        let minutes = try rollup(.minute, connection, from: from, to: to)
        let total = try connection.query(
            """
            SELECT sum(count)::bigint AS readings, sum(sum) / sum(count) AS mean FROM rollup_1m
            WHERE series = $1 AND bucket >= $2 AND bucket < $3
            """, [id, from, to])
        guard let row = total.first, let count: Int = try row.value("readings"),
            let mean: Double = try row.value("mean"),
            var statistics = MetricStatistics(
                metric: minutes.metric, unit: minutes.unit, values: minutes.values, count: count, isApproximate: true)
        else { return nil }
        statistics.mean = mean
        statistics.min = minutes.minima.min() ?? statistics.min
        statistics.max = minutes.maxima.max() ?? statistics.max
        return statistics
    }
}
