public import HubTenancy
public import Telemetry

/// Writes that are done once, however often they are sent (`Idempotency-Key`).
extension AccountStore {
    /// How long an answer is kept.
    private static let keptSeconds = 86_400.0
    /// After how long a first request that never ended counts as lost with the process that served it.
    private static let lostSeconds = 120.0
    /// In the place of a status: the request was begun and its end was not heard of.
    private static let endUnknown = 0

    /// Takes note of a request; `first` obliges the caller to finish, forget or abandon it.
    ///
    /// One whose end is `unknown` stays so until its key is forgotten, after a day.
    public func beginRequest(
        actor: String, key: String, hash: [UInt8], at now: Timestamp, _ scope: TenantScope
    ) async throws -> RepeatedRequest {
        try await pool.withTransaction(scope: scope) { connection in
            try connection.execute(
                "DELETE FROM idempotency_keys WHERE created_at < $1", [now.advanced(seconds: -Self.keptSeconds)])
            let inserted = try connection.execute(
                """
                INSERT INTO idempotency_keys (tenant_id, actor, key, request_hash, created_at)
                VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING
                """, [scope.tenant, actor, key, hash, now])
            if inserted == 1 { return .first }
            let rows = try connection.query(
                "SELECT request_hash, status, body, created_at FROM idempotency_keys WHERE actor = $1 AND key = $2",
                [actor, key])
            guard let row = rows.first else { return .inProgress }
            guard try row.value("request_hash", as: [UInt8].self) == hash else { return .otherRequest }
            guard let status = try row.value("status", as: Int?.self) else {
                let began: Timestamp = try row.value("created_at")
                return now.seconds(since: began) < Self.lostSeconds ? .inProgress : .unknown
            }
            if status == Self.endUnknown { return .unknown }
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

    /// Notes that it is not known how a first request ended, so that nobody waits for it.
    public func abandonRequest(actor: String, key: String, _ scope: TenantScope) async throws {
        try await pool.withTransaction(scope: scope) { connection in
            _ = try connection.execute(
                "UPDATE idempotency_keys SET status = $3 WHERE actor = $1 AND key = $2 AND status IS NULL",
                [actor, key, Self.endUnknown])
        }
    }

    /// Forgets a first request that certainly had no effect, so that it may be tried again.
    public func forgetRequest(actor: String, key: String, _ scope: TenantScope) async throws {
        try await pool.withTransaction(scope: scope) { connection in
            _ = try connection.execute(
                "DELETE FROM idempotency_keys WHERE actor = $1 AND key = $2 AND status IS NULL", [actor, key])
        }
    }
}
