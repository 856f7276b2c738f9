public import Telemetry

/// A person of a tenant.
public struct User: Sendable, Equatable {
    /// Its id.
    public var id: UserID
    /// The user's tenant.
    public var tenant: TenantID
    /// The email address, in lower case.
    public var email: String
    /// The first name.
    public var firstName: String
    /// The last name.
    public var lastName: String
    /// What the user may do.
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
