public import Telemetry

/// A tenant and its first user, to be made.
public struct Registration: Sendable, Equatable {
    /// The tenant to be made.
    public var tenant: TenantID
    /// The tenant's name.
    public var organization: String
    /// The user.
    public var user: User
    /// The password as it is stored (`PasswordKeeper.hash`).
    public var passwordHash: String

    /// What a registration makes; the user's tenant is the tenant.
    public init(tenant: TenantID, organization: String, user: User, passwordHash: String) {
        self.tenant = tenant
        self.organization = organization
        self.user = user
        self.passwordHash = passwordHash
    }
}
