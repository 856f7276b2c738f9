public import Telemetry

/// The tenant that a piece of work is done for.
///
/// Every operation of the hub's store takes one, so a query without a tenant does not compile; the database's row-level
/// security holds the same a second time. A scope comes from a verified token,
/// an agent's certificate or a job's own row.
public struct TenantScope: Hashable, Sendable {
    /// Whose rows may be seen and changed.
    public let tenant: TenantID

    /// The scope of one tenant.
    public init(tenant: TenantID) {
        self.tenant = tenant
    }
}
