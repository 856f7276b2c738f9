public import HubPlant
public import HubTenancy
public import Telemetry

extension PlantStore {
    /// By how much a zone of the IANA database was ahead of UTC at each noon of the year before a moment; nothing when
    /// PostgreSQL knows no such zone.
    public func zoneOffsets(_ zone: String, until now: Timestamp, _ scope: TenantScope) async throws -> [ZoneOffset]? {
        do {
            return try await pool.withTransaction(scope: scope) { connection in
                try connection.query(Self.zoneOffsets, [zone, now]).map { row in
                    ZoneOffset(time: try row.value("noon"), hours: try row.value("hours"))
                }
            }
        } catch let failure as PostgresFailure where failure.sqlState == "22023" {
            // PostgreSQL's word for a zone that it does not know (invalid_parameter_value).
            return nil
        }
    }

    private static let zoneOffsets = """
        SELECT noon, (extract(epoch FROM noon AT TIME ZONE $1 - noon AT TIME ZONE 'UTC') / 3600)::float8 AS hours
        FROM generate_series(date_trunc('day', $2::timestamptz, 'UTC') - interval '364 days 12 hours',
            date_trunc('day', $2::timestamptz, 'UTC'), interval '1 day') AS noon
        """
}
