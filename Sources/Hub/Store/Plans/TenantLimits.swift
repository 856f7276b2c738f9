public import HubTenancy
public import Runtime
public import SyncCore
internal import Synchronization
internal import Telemetry

/// The limits of tenants' plans, read every five minutes at most for each tenant.
///
/// What is stored counts as it was sent: the bytes of the segments that came in within the plan's retention. A tenant
/// without a subscription has no limits.
public final class TenantLimits: Sendable {
    private struct Known {
        var limits: PlanLimits?
        var readAt: Uptime
    }

    private let pool: PostgresPool
    private let clock: any Clock
    private let known = Mutex<[TenantScope: Known]>([:])

    /// Limits of the tenants of a database.
    public init(_ pool: PostgresPool, clock: any Clock) {
        self.pool = pool
        self.clock = clock
    }

    /// The limits of one tenant; nothing where there are none.
    public func limits(_ scope: TenantScope) async throws -> PlanLimits? {
        let now = clock.uptime()
        if let found = known.withLock({ $0[scope] }), now.seconds(since: found.readAt) < Self.keptSeconds {
            return found.limits
        }
        let limits = try await read(scope)
        known.withLock { known in
            if known.count >= Self.tenantsMax { known.removeAll() }
            known[scope] = Known(limits: limits, readAt: now)
        }
        return limits
    }

    private func read(_ scope: TenantScope) async throws -> PlanLimits? {
        try await pool.withTransaction(scope: scope) { connection in
            let rows = try connection.query(
                """
                SELECT p.name, (p.storage_limits->>'total')::bigint AS storage, s.expires_at,
                    (SELECT coalesce(sum(g.bytes), 0)::bigint FROM sync_segments g
                        WHERE g.tenant_id = s.tenant_id AND g.stored
                            AND g.received_at > now() - make_interval(days => (p.retention->>'raw')::int)) AS stored
                FROM tenant_subscriptions s JOIN subscription_plans p ON p.id = s.plan_id
                WHERE s.tenant_id = $1 AND s.is_active
                """, [scope.tenant])
            guard let row = rows.first else { return nil }
            return PlanLimits(
                plan: try row.value("name"), storageBytes: try row.value("storage"),
                storedBytes: try row.value("stored"), expiresAt: try row.value("expires_at"))
        }
    }

    private static let keptSeconds = 300.0
    private static let tenantsMax = 10_000
}
