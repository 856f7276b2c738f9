internal import HubTenancy
internal import Telemetry

/// The statements that write rollups.
enum RollupSQL {
    /// Adds buckets to those that are there.
    static func upsert(_ level: RollupLevel) -> String {
        """
        INSERT INTO \(level.table) AS r (tenant_id, bucket, series, count, sum, min, max)
        SELECT $1, b.bucket, b.series, b.count, b.sum, b.min, b.max
        FROM unnest($2::timestamptz[], $3::integer[], $4::integer[], $5::float8[], $6::float8[], $7::float8[])
            AS b(bucket, series, count, sum, min, max)
        ON CONFLICT (tenant_id, series, bucket) DO UPDATE SET count = r.count + excluded.count,
            sum = r.sum + excluded.sum, min = least(r.min, excluded.min), max = greatest(r.max, excluded.max)
        """
    }

    /// In the order of the key: two rounds that touch the same buckets lock them in one order, and never each other.
    static func parameters(
        _ cells: [RollupBuilder.Key: RollupCell], numbers: [Int32], _ scope: TenantScope
    ) -> [any PostgresEncodable] {
        let sorted = cells.map { (number: numbers[$0.key.series], start: $0.key.start, cell: $0.value) }
            .sorted { ($0.number, $0.start) < ($1.number, $1.start) }
        return [
            scope.tenant, sorted.map { Timestamp(microseconds: $0.start) }, sorted.map(\.number),
            sorted.map(\.cell.count), sorted.map(\.cell.sum), sorted.map(\.cell.min), sorted.map(\.cell.max),
        ]
    }
}
