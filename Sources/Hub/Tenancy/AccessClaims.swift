public import Telemetry

/// What an access token says of its bearer (access.md, Users and tokens).
public struct AccessClaims: Sendable, Equatable {
    /// The user.
    public var user: UserID
    /// The email address, in lower case.
    public var email: String
    /// What the user may do.
    public var role: Role
    /// The one factory that the user is bound to; none when all of the tenant's.
    public var factory: FactoryID?
    /// The user's tenant.
    public var tenant: TenantID
    /// The log-in that it comes from; logging out ends all of its tokens at once.
    public var session: UniqueID
    /// When it was issued.
    public var issuedAt: Timestamp
    /// From when on it is not valid.
    public var expiresAt: Timestamp

    /// Claims of a user's session.
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

    /// What the work is done for.
    public var scope: TenantScope { TenantScope(tenant: tenant) }
}
