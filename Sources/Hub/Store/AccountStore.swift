public import HubTenancy
public import Telemetry

/// Tenants, users and their sessions.
///
/// What is asked before the tenant is known goes through the schema's lookup functions, which return the least.
public struct AccountStore: Sendable {
    let pool: PostgresPool

    /// A store on a pool whose connections have taken on the application's role.
    public init(_ pool: PostgresPool) {
        self.pool = pool
    }

    /// Makes a tenant with its first user and the plan that new tenants get; false when the email address is taken.
    public func register(_ registration: Registration, by actor: Actor, at now: Timestamp) async throws -> Bool {
        let scope = TenantScope(tenant: registration.tenant)
        do {
            try await pool.withTransaction(scope: scope) { connection in
                try connection.execute(
                    "INSERT INTO tenants (tenant_id, name) VALUES ($1, $2)",
                    [registration.tenant, registration.organization])
                try connection.execute(
                    """
                    INSERT INTO tenant_subscriptions (tenant_id, plan_id)
                    SELECT $1, id FROM subscription_plans WHERE id = 'STANDARD'
                    """, [registration.tenant])
                try Self.insert(registration.user, passwordHash: registration.passwordHash, connection)
                try connection.appendAudit(
                    "TENANT_CREATED", of: "tenant", registration.tenant.description, by: actor, at: now)
            }
            return true
        } catch let failure as PostgresFailure where failure.kind == .uniqueViolation {
            return false
        }
    }

    /// The user of an email address and the hash of the password; nothing for an unknown or inactive user.
    public func credential(email: String) async throws -> StoredCredential? {
        let found = try await pool.withSystemTransaction { connection -> (UserID, TenantID, String)? in
            let rows = try connection.query(
                "SELECT tenant_id, user_id, password_hash, is_active FROM find_user_for_login($1)", [email])
            guard let row = rows.first, try row.value("is_active", as: Bool.self) else { return nil }
            return (try row.value("user_id"), try row.value("tenant_id"), try row.value("password_hash"))
        }
        guard let (id, tenant, hash) = found else { return nil }
        return try await pool.withTransaction(scope: TenantScope(tenant: tenant)) { connection in
            try Self.user(id, connection).map { StoredCredential(user: $0, passwordHash: hash) }
        }
    }

    /// Replaces a password's hash, as when its cost was raised.
    public func setPassword(_ hash: String, of user: UserID, _ scope: TenantScope) async throws {
        try await pool.withTransaction(scope: scope) { connection in
            _ = try connection.execute(
                "UPDATE users SET password_hash = $2, updated_at = now() WHERE id = $1", [user, hash])
        }
    }

    static func user(_ id: UserID, _ connection: PostgresConnection) throws -> User? {
        let rows = try connection.query(
            """
            SELECT tenant_id, id, email, first_name, last_name, role FROM users WHERE id = $1 AND is_active
            """, [id])
        guard let row = rows.first, let role = Role(rawValue: try row.value("role")) else { return nil }
        return User(
            id: try row.value("id"), tenant: try row.value("tenant_id"), email: try row.value("email"),
            firstName: try row.value("first_name"), lastName: try row.value("last_name"), role: role)
    }

    private static func insert(_ user: User, passwordHash: String, _ connection: PostgresConnection) throws {
        try connection.execute(
            """
            INSERT INTO users (tenant_id, id, email, password_hash, first_name, last_name, role)
            VALUES ($1, $2, $3, $4, $5, $6, $7)
            """,
            [user.tenant, user.id, user.email, passwordHash, user.firstName, user.lastName, user.role.rawValue])
    }
}
