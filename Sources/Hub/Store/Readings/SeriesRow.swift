internal import HubPlant
internal import HubTenancy
internal import Telemetry

/// One row of `series`.
struct SeriesRow {
    let id: Int32
    let empty: ReadingsSeries

    /// The series of a machine: measured ones first, each kind by name; nothing when the tenant has no such machine.
    static func all(of machine: MachineID, _ connection: PostgresConnection) throws -> [SeriesRow]? {
        let known = try connection.query("SELECT 1 FROM machines WHERE id = $1 AND deleted_at IS NULL", [machine])
        guard known.count > 0 else { return nil }
        let rows = try connection.query(
            "SELECT id, metric, unit, derived FROM series WHERE machine_id = $1 ORDER BY derived, metric", [machine])
        return try rows.compactMap { row in
            let name: String = try row.value("metric")
            guard let metric = MetricName(name) else { return nil }
            return SeriesRow(
                id: try row.value("id"),
                empty: ReadingsSeries(metric: metric, unit: try row.value("unit"), isDerived: try row.value("derived")))
        }
    }

    /// Its readings between two moments, in the order of time.
    func raw(_ connection: PostgresConnection, from: Timestamp, to: Timestamp) throws -> ReadingsSeries {
        // A chunk lies within one day, so none that began more than a day before can reach into the span.
        let rows = try connection.query(
            """
            SELECT \(ChunkSQL.columns) FROM chunks
            WHERE series = $1 AND t0 >= $2::bigint - 86400000000 AND t0 < $3 AND t1 >= $2 ORDER BY t0
            """, [id, from.microseconds, to.microseconds])
        var series = empty
        for row in rows { try ChunkSQL.chunk(row).append(to: &series, from: from, to: to) }
        return series.inOrder()
    }

    /// Its rollups between two moments, in the order of time.
    func rollup(
        _ resolution: ReadingsResolution, _ connection: PostgresConnection, from: Timestamp, to: Timestamp
    ) throws -> ReadingsSeries {
        let rows = try connection.query(
            """
            SELECT bucket, sum / count AS mean, min, max FROM rollup_\(resolution.rawValue)
            WHERE series = $1 AND bucket > $2::timestamptz - make_interval(secs => $4) AND bucket < $3 ORDER BY bucket
            """, [id, from, to, resolution.seconds])
        var series = empty
        for row in rows {
            series.times.append(try row.value("bucket"))
            series.values.append(try row.value("mean"))
            series.minima.append(try row.value("min"))
            series.maxima.append(try row.value("max"))
        }
        return series
    }
}

extension ReadingsSeries {
    /// Late readings come in chunks that overlap others, so their order is made here; mostly it is there already.
    fileprivate func inOrder() -> ReadingsSeries {
        guard zip(times, times.dropFirst()).contains(where: { $0 > $1 }) else { return self }
        let order = times.indices.sorted { times[$0] < times[$1] }
        var sorted = self
        sorted.times = order.map { times[$0] }
        sorted.values = order.map { values[$0] }
        if !qualities.isEmpty { sorted.qualities = order.map { qualities[$0] } }
        return sorted
    }
}
