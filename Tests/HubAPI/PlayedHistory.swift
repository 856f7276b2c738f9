import Foundation
import HubAPI
import Testing

/// A factory with one machine whose readings and rollups are written straight into the database.
struct PlayedHistory {
    let hub: TestHub
    let user: TestUser
    let factory: String
    let machine: String

    /// A machine of the user's tenant that has sent nothing yet.
    init(_ hub: TestHub, _ user: TestUser, timeZone: String = "UTC", tariff: Double = 0.12) async throws {
        self.hub = hub
        self.user = user
        let made = try await hub.call(
            "POST", "/api/factories",
            ["name": "north", "timeZone": .string(timeZone), "tariff": .number(tariff)], token: user.token)
        factory = try #require(made.data["id"]?.text)
        machine = UUID().uuidString.lowercased()
        try await hub.psql(
            """
            INSERT INTO machines (tenant_id, id, factory_id, name, type, discovered, approval)
            VALUES ('\(user.tenant)', '\(machine)', '\(factory)', 'press', 'MOTOR', true, 'APPROVED')
            """)
    }

    /// So many readings of a metric, one every two seconds up to now; `value` is SQL of `i`, 0 for the oldest.
    func readings(_ metric: String, _ unit: String, count: Int, value: String, derived: Bool = false) async throws {
        try await hub.psql(
            """
            \(series(metric, unit, derived: derived))
            INSERT INTO chunks (tenant_id, t0, t1, step, v0, series, n, tick, scale, vf)
            SELECT tenant_id, now_us - 2000000::bigint * \(count), now_us - 2000000, 2000000, 0, id, \(count), 1, 1,
                ARRAY(SELECT (\(value))::float8 FROM generate_series(0, \(count - 1)) i ORDER BY i)
            FROM series, (SELECT (extract(epoch FROM now()) * 1e6)::bigint AS now_us) n
            WHERE tenant_id = '\(user.tenant)' AND machine_id = '\(machine)' AND metric = '\(metric)';
            """)
    }

    /// So many hours of a metric up to the last whole one; `value` is SQL of `i`, 0 for the oldest, and of `hour`.
    func hours(
        _ metric: String, _ unit: String, count: Int, value: String, only: String = "true"
    ) async throws {
        try await rollups("rollup_1h", "hour", metric, unit, count: count, value: value, only: only)
    }

    /// The same by the minute.
    func minutes(_ metric: String, _ unit: String, count: Int, value: String) async throws {
        try await rollups("rollup_1m", "minute", metric, unit, count: count, value: value, only: "true")
    }

    private func rollups(
        _ table: String, _ width: String, _ metric: String, _ unit: String, count: Int, value: String, only: String
    ) async throws {
        try await hub.psql(
            """
            \(series(metric, unit, derived: false))
            INSERT INTO \(table) (tenant_id, bucket, series, count, sum, min, max)
            SELECT tenant_id, hour, id, 1, (\(value))::float8, (\(value))::float8, (\(value))::float8
            FROM series, generate_series(0, \(count - 1)) i, LATERAL (SELECT
                date_trunc('\(width)', now(), 'UTC') - interval '1 \(width)' * (\(count) - i) AS hour) h
            WHERE tenant_id = '\(user.tenant)' AND machine_id = '\(machine)' AND metric = '\(metric)' AND (\(only));
            """)
    }

    private func series(_ metric: String, _ unit: String, derived: Bool) -> String {
        """
        INSERT INTO series (tenant_id, machine_id, metric, unit, derived)
        VALUES ('\(user.tenant)', '\(machine)', '\(metric)', '\(unit)', \(derived)) ON CONFLICT DO NOTHING;
        """
    }

    func get(_ path: String, token: String? = nil) async throws -> TestAnswer {
        try await hub.call("GET", "/api/machines/\(machine)/\(path)", token: token ?? user.token)
    }

    func post(_ path: String, _ body: JSONValue, token: String? = nil) async throws -> TestAnswer {
        try await hub.call("POST", path, body, token: token ?? user.token)
    }

    /// The token of the user as one who may only read.
    func viewer() async throws -> String {
        try await hub.psql("UPDATE users SET role = 'VIEWER' WHERE id = '\(user.id)'")
        return try await hub.logIn(user.email)["token"]?.text ?? ""
    }
}
