internal import HubTenancy
public import Telemetry

/// Lets go of what sync keeps beside the data once nobody can need it any more.
///
/// - Digests by which records are known that another branch of a folder sends again: a folder that was restored from an
///   older backup sends what followed the backup a second time.
/// - Records of the quarantine that were replayed. What waits there stays until a person replays or drops it.
/// - Notices of what happened: who hears of them does so within seconds, and after a longer outage within days.
public struct SyncRetention: Sendable {
    /// How long a digest is kept.
    public static let linkDays = 400
    /// How long a record of the quarantine is kept after it was replayed.
    public static let replayedDays = 90
    /// How long a notice is kept for those who have not yet heard it.
    public static let noticeDays = 7

    private static let rowsAtOnce = 10_000

    private struct Rule {
        var table: String
        var column: String
        var days: Int
    }

    private static let rules = [
        Rule(table: "sync_links", column: "at", days: linkDays),
        Rule(table: "sync_quarantine", column: "replayed_at", days: replayedDays),
        Rule(table: "notices", column: "at", days: noticeDays),
    ]

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
        var dropped = 0
        for tenant in tenants {
            for rule in Self.rules { dropped += try await drop(by: rule, of: tenant, now: now) }
        }
        return dropped
    }

    private func drop(by rule: Rule, of tenant: TenantID, now: Timestamp) async throws -> Int {
        let moment = now.advanced(seconds: -Double(rule.days) * 86_400)
        var (dropped, some) = (0, Self.rowsAtOnce)
        while some == Self.rowsAtOnce {
            some = try await pool.withTransaction(scope: TenantScope(tenant: tenant)) { connection in
                try connection.execute(
                    """
                    DELETE FROM \(rule.table) WHERE tenant_id = $1 AND ctid = ANY(ARRAY(
                        SELECT ctid FROM \(rule.table) WHERE tenant_id = $1 AND \(rule.column) < $2 LIMIT $3))
                    """, [tenant, moment, Self.rowsAtOnce])
            }
            dropped += some
        }
        return dropped
    }
}
