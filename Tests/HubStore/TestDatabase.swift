import HubStore
import HubTenancy
import Logging
import Runtime
import Telemetry
import TestKit

/// One server for all tests of the target, and a database of its own, with the schema, for each test.
struct TestDatabase {
    let server: PostgresServer
    let name: String
    let pool: PostgresPool

    static let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    static func make(
        on own: PostgresServer? = nil, connections: Int = 3, waitSeconds: Double = 5
    ) async throws -> TestDatabase {
        let server: PostgresServer
        if let own { server = own } else { server = try await SharedServer.shared.get() }
        let name = try await server.makeDatabase()
        let options = PostgresOptions(
            address: server.address(database: name), connections: connections, waitSeconds: waitSeconds)
        try SchemaMigrator(options, logger: quiet).migrate()
        return TestDatabase(server: server, name: name, pool: PostgresPool(options, logger: quiet))
    }

    /// SQL as the superuser, whom row-level security does not hold.
    func psql(_ sql: String) async throws -> String { try await server.run(sql, database: name) }

    /// A tenant with one agent.
    func makeTenant(_ number: UInt64) async throws -> (scope: TenantScope, agent: AgentID) {
        var random = SeededRandom(seed: number)
        let scope = TenantScope(tenant: .random(using: &random))
        let agent = AgentID.random(using: &random)
        try await pool.withTransaction(scope: scope) { connection in
            try connection.execute(
                "INSERT INTO tenants (tenant_id, name) VALUES ($1, $2)", [scope.tenant, "T\(number)"])
            try connection.execute(
                "INSERT INTO agents (tenant_id, id, name) VALUES ($1, $2, 'gateway')", [scope.tenant, agent])
        }
        return (scope, agent)
    }
}

/// Starts the server with the first test that wants it.
actor SharedServer {
    static let shared = SharedServer()
    private var starting: Task<PostgresServer, any Error>?

    func get() async throws -> PostgresServer {
        let task = starting ?? Task { try await PostgresServer.start(settings: ["fsync": "off"]) }
        starting = task
        return try await task.value
    }
}
