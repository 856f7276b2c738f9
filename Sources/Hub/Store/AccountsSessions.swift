public import HubTenancy
public import Telemetry

/// Sessions: families of refresh tokens, of which each works once.
extension AccountStore {
    /// Begins a session with its first refresh token, and forgets the user's tokens that have run out.
    public func openSession(
        _ session: UniqueID, of user: UserID, token hash: [UInt8], expiresAt: Timestamp, at now: Timestamp,
        _ scope: TenantScope
    ) async throws {
        try await pool.withTransaction(scope: scope) { connection in
            try connection.execute("DELETE FROM refresh_tokens WHERE user_id = $1 AND expires_at < $2", [user, now])
            try connection.execute("UPDATE users SET last_login_at = $2 WHERE id = $1", [user, now])
            try Self.insert(hash, session, user, expiresAt: expiresAt, scope, connection)
        }
    }

    /// Uses up a refresh token and stores its successor in one transaction; one that was used before ends its family.
    public func renew(
        _ hash: [UInt8], successor: [UInt8], expiresAt: Timestamp, now: Timestamp
    ) async throws -> RefreshOutcome {
        let tenant = try await pool.withSystemTransaction { connection -> TenantID? in
            try connection.query("SELECT tenant_id FROM find_refresh_token($1)", [hash]).first?.value("tenant_id")
        }
        guard let tenant else { return .unknown }
        let scope = TenantScope(tenant: tenant)
        return try await pool.withTransaction(scope: scope) { connection in
            // The row is locked: of two who show one token at the same time, the second finds it used.
            let rows = try connection.query(
                """
                SELECT id, family, user_id, used_at, revoked_at, expires_at FROM refresh_tokens
                WHERE token_hash = $1 FOR UPDATE
                """, [hash])
            guard let row = rows.first else { return .unknown }
            let family: UniqueID = try row.value("family")
            if try row.value("used_at", as: Timestamp?.self) != nil {
                try Self.revoke(family, connection)
                return .reused(session: family)
            }
            guard try row.value("revoked_at", as: Timestamp?.self) == nil,
                try row.value("expires_at", as: Timestamp.self) > now,
                let user = try Self.user(try row.value("user_id"), connection)
            else { return .unknown }
            let id: UniqueID = try row.value("id")
            try connection.execute("UPDATE refresh_tokens SET used_at = $2 WHERE id = $1", [id, now])
            try Self.insert(successor, family, user.id, expiresAt: expiresAt, scope, connection)
            return .renewed(user, session: family)
        }
    }

    /// Ends a session: none of its refresh tokens works any more.
    public func endSession(_ session: UniqueID, _ scope: TenantScope) async throws {
        try await pool.withTransaction(scope: scope) { connection in
            try Self.revoke(session, connection)
        }
    }

    private static func revoke(_ family: UniqueID, _ connection: PostgresConnection) throws {
        try connection.execute(
            "UPDATE refresh_tokens SET revoked_at = now() WHERE family = $1 AND revoked_at IS NULL", [family])
    }

    private static func insert(
        _ hash: [UInt8], _ family: UniqueID, _ user: UserID, expiresAt: Timestamp, _ scope: TenantScope,
        _ connection: PostgresConnection
    ) throws {
        try connection.execute(
            """
            INSERT INTO refresh_tokens (tenant_id, id, family, user_id, token_hash, expires_at)
            VALUES ($1, gen_random_uuid(), $2, $3, $4, $5)
            """, [scope.tenant, family, user, hash, expiresAt])
    }
}
