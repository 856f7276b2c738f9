public import Telemetry

/// What an access token says of its bearer (access.md, Users and tokens).
public struct AccessClaims: Sendable, Equatable {
    public var user: UserID
    public var email: String
    public var role: Role
    /// The one factory that the user is bound to; none when all of the tenant's.
    public var factory: FactoryID?
    public var tenant: TenantID
    /// The log-in that it comes from; logging out ends all of its tokens at once.
    public var session: UniqueID
    public var issuedAt: Timestamp
    public var expiresAt: Timestamp

    public init(
        user: UserID, email: String, role: Role, factory: FactoryID? = nil, tenant: TenantID, session: UniqueID,
        issuedAt: Timestamp, expiresAt: Timestamp
    ) {
        self.user = user
        self.email = email
        self.role = role
        self.factory = factory
        self.tenant = tenant
        self.session = session
        self.issuedAt = issuedAt
        self.expiresAt = expiresAt
    }

    public var scope: TenantScope { TenantScope(tenant: tenant) }
}
