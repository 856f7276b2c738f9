internal import HubTenancy
public import Telemetry

/// Lets go of the digests by which records are known that another branch of a folder sends again.
///
/// A folder that was restored from a backup older than this sends what followed the backup a second time.
public struct LinkRetention: Sendable {
    /// How long a digest is kept.
    public static let days = 400

    private static let rowsAtOnce = 10_000

    private let pool: PostgresPool

    /// For a database whose schema is current.
    public init(_ pool: PostgresPool) {
        self.pool = pool
    }

    /// Lets go of what is too old now, in small transactions; how many rows that were.
    public func run(now: Timestamp) async throws -> Int {
        let tenants = try await pool.withSystemTransaction { connection in
            try connection.query("SELECT all_tenants()").map { try $0.value(0, as: TenantID.self) }
        }
        let moment = now.advanced(seconds: -Double(Self.days) * 86_400)
        var dropped = 0
        for tenant in tenants {
            var some = Self.rowsAtOnce
            while some == Self.rowsAtOnce {
                some = try await pool.withTransaction(scope: TenantScope(tenant: tenant)) { connection in
                    try connection.execute(
                        """
                        DELETE FROM sync_links WHERE tenant_id = $1 AND ctid = ANY(ARRAY(
                            SELECT ctid FROM sync_links WHERE tenant_id = $1 AND at < $2 LIMIT $3))
                        """, [tenant, moment, Self.rowsAtOnce])
                }
                dropped += some
            }
        }
        return dropped
    }
}
