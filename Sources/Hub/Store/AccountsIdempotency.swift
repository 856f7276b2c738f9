public import HubTenancy
public import Telemetry

/// Writes that are done once, however often they are sent (`Idempotency-Key`).
extension AccountStore {
    /// How long an answer is kept.
    private static let keptSeconds = 86_400.0
    /// After how long a first request that never ended counts as lost with the process that served it.
    private static let lostSeconds = 120.0

    /// Takes note of a request; `first` obliges the caller to finish or forget it.
    public func beginRequest(
        actor: String, key: String, hash: [UInt8], at now: Timestamp, _ scope: TenantScope
    ) async throws -> RepeatedRequest {
        try await pool.withTransaction(scope: scope) { connection in
            try connection.execute(
                """
                DELETE FROM idempotency_keys WHERE created_at < $1 OR (status IS NULL AND created_at < $2)
                """, [now.advanced(seconds: -Self.keptSeconds), now.advanced(seconds: -Self.lostSeconds)])
            let inserted = try connection.execute(
                """
                INSERT INTO idempotency_keys (tenant_id, actor, key, request_hash, created_at)
                VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING
                """, [scope.tenant, actor, key, hash, now])
            if inserted == 1 { return .first }
            let rows = try connection.query(
                "SELECT request_hash, status, body FROM idempotency_keys WHERE actor = $1 AND key = $2", [actor, key])
            guard let row = rows.first else { return .inProgress }
            guard try row.value("request_hash", as: [UInt8].self) == hash else { return .otherRequest }
            guard let status = try row.value("status", as: Int?.self) else { return .inProgress }
            return .answered(status: status, body: try row.value("body", as: String?.self) ?? "")
        }
    }

    /// Keeps the answer of a first request.
    public func finishRequest(
        actor: String, key: String, status: Int, body: String, _ scope: TenantScope
    ) async throws {
        try await pool.withTransaction(scope: scope) { connection in
            _ = try connection.execute(
                "UPDATE idempotency_keys SET status = $3, body = $4 WHERE actor = $1 AND key = $2",
                [actor, key, status, body])
        }
    }

    /// Forgets a first request that failed, so that it may be tried again.
    public func forgetRequest(actor: String, key: String, _ scope: TenantScope) async throws {
        try await pool.withTransaction(scope: scope) { connection in
            _ = try connection.execute(
                "DELETE FROM idempotency_keys WHERE actor = $1 AND key = $2 AND status IS NULL", [actor, key])
        }
    }
}
