public import Telemetry

/// A person of a tenant.
public struct User: Sendable, Equatable {
    public var id: UserID
    public var tenant: TenantID
    public var email: String
    public var firstName: String
    public var lastName: String
    public var role: Role

    /// A user as it is stored.
    public init(
        id: UserID, tenant: TenantID, email: String, firstName: String, lastName: String, role: Role
    ) {
        self.id = id
        self.tenant = tenant
        self.email = email
        self.firstName = firstName
        self.lastName = lastName
        self.role = role
    }

    /// What the user's work is done for.
    public var scope: TenantScope { TenantScope(tenant: tenant) }
}
