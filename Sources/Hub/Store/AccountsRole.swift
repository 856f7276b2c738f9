public import Runtime

/// Why the role that the hub works as is not fit for it.
public struct UnfitRole: CodedError {
    /// What is wrong with it.
    public let detail: String

    /// Stable over versions.
    public var code: String { "ROLE_BYPASSES_SECURITY" }
    /// For an operator.
    public var message: String { detail }
}

extension AccountStore {
    /// The role that the connections work as; throws when it could see other tenants' rows.
    public func describeRole() async throws -> String {
        try await pool.withSystemTransaction { connection in
            let rows = try connection.query(
                """
                SELECT current_user::text AS name, rolsuper OR rolbypassrls AS bypasses,
                    (SELECT count(*) FROM tenants) AS visible
                FROM pg_roles WHERE rolname = current_user
                """)
            guard let row = rows.first else { throw UnfitRole(detail: "the role does not show itself") }
            let name: String = try row.value("name")
            guard try row.value("bypasses", as: Bool.self) == false else {
                throw UnfitRole(detail: "the role \(name) may bypass row-level security")
            }
            let visible: Int = try row.value("visible")
            guard visible == 0 else {
                throw UnfitRole(detail: "the role \(name) sees \(visible) tenants where it should see none")
            }
            return "the role \(name) cannot bypass it, and sees no tenant without being told which"
        }
    }
}
