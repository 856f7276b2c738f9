public import HubPlant
public import HubTenancy
public import Telemetry

extension ReadingsStore {
    /// Rollups of a machine as they are, none thinned, for models that learn from them; nothing when the tenant has no
    /// such machine.
    ///
    /// Of each metric that there is, the newest `rowsMax` from one moment up to another, in the order of time.
    public func history(
        _ scope: TenantScope, machine: MachineID, metrics: [MetricName], resolution: RollupResolution,
        from: Timestamp, to: Timestamp, rowsMax: Int
    ) async throws -> [ReadingsSeries]? {
        try await within(scope) { connection in
            try SeriesRow.all(of: machine, connection)?.filter { metrics.contains($0.empty.metric) }.map { row in
                try row.newest(resolution, connection, from: from, to: to, rowsMax: rowsMax)
            }
        }
    }

    /// The newest readings of a machine, as they were measured; nothing when the tenant has no such machine.
    ///
    /// Of each metric that there is, derived ones among them, at most `count` between two moments, in the order of
    /// time; those of bad quality are left out.
    public func newest(
        _ scope: TenantScope, machine: MachineID, metrics: [MetricName], count: Int, from: Timestamp, to: Timestamp
    ) async throws -> [ReadingsSeries]? {
        try await within(scope) { connection in
            try SeriesRow.all(of: machine, connection)?.filter { metrics.contains($0.empty.metric) }.map { row in
                try row.newest(count, connection, from: from, to: to)
            }
        }
    }

    /// The hours of a metric that have readings, up to a moment; nothing when the tenant has no such machine.
    ///
    /// None are counted when the machine has no such metric.
    public func hoursKnown(
        _ scope: TenantScope, machine: MachineID, metric: MetricName, from: Timestamp, to: Timestamp
    ) async throws -> HoursKnown? {
        try await within(scope) { connection in
            guard let all = try SeriesRow.all(of: machine, connection) else { return nil }
            guard let row = all.first(where: { $0.empty.metric == metric }) else { return HoursKnown() }
            let found = try connection.query(
                """
                SELECT count(*) AS hours, min(bucket) AS oldest, max(bucket) AS newest FROM rollup_1h
                WHERE series = $1 AND bucket >= $2 AND bucket < $3
                """, [row.id, from, to])
            guard let first = found.first else { return HoursKnown() }
            return HoursKnown(
                count: try first.value("hours"), oldest: try first.value("oldest"), newest: try first.value("newest"))
        }
    }
}

extension SeriesRow {
    fileprivate func newest(
        _ resolution: RollupResolution, _ connection: PostgresConnection, from: Timestamp, to: Timestamp, rowsMax: Int
    ) throws -> ReadingsSeries {
        let rows = try connection.query(
            """
            SELECT bucket, sum / count AS mean, min, max FROM rollup_\(resolution.rawValue)
            WHERE series = $1 AND bucket >= $2 AND bucket < $3 ORDER BY bucket DESC LIMIT $4
            """, [id, from, to, rowsMax])
        var series = empty
        for row in rows.reversed() {
            series.times.append(try row.value("bucket"))
            series.values.append(try row.value("mean"))
            series.minima.append(try row.value("min"))
            series.maxima.append(try row.value("max"))
        }
        return series
    }

    fileprivate func newest(
        _ count: Int, _ connection: PostgresConnection, from: Timestamp, to: Timestamp
    ) throws -> ReadingsSeries {
        // Every chunk has a reading at least, so that many chunks are enough; mostly a few are.
        let rows = try connection.query(
            """
            SELECT t0, n FROM chunks WHERE series = $1 AND t0 >= $2 AND t0 < $3 ORDER BY t0 DESC LIMIT $4
            """, [id, from.microseconds, to.microseconds, count])
        var (first, held) = (to, 0)
        for row in rows where held < count {
            first = Timestamp(microseconds: try row.value("t0"))
            held += try row.value("n", as: Int.self)
        }
        return try raw(connection, from: first, to: to).newest(count)
    }
}

extension ReadingsSeries {
    /// The last ones that can be trusted.
    fileprivate func newest(_ count: Int) -> ReadingsSeries {
        let trusted = times.indices.filter { qualities.isEmpty || qualities[$0] != .bad }.suffix(count)
        var series = ReadingsSeries(metric: metric, unit: unit, isDerived: isDerived)
        series.times = trusted.map { times[$0] }
        series.values = trusted.map { values[$0] }
        return series
    }
}
