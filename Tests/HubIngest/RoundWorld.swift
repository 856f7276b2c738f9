import HubIngest
import HubStore
import HubTenancy
import Logging
import Runtime
import SyncCore
import SyncWire
import Telemetry
import TestKit

/// A hub with a database of its own and an agent that sends it rounds.
final class RoundWorld: Sendable {
    let server: PostgresServer
    let name: String
    let pool: PostgresPool
    let service: RoundService
    let principal: AgentPrincipal
    let clock = ManualClock()

    static let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    init(connections: Int = 3) async throws {
        server = try await SharedServer.shared.get()
        name = try await server.makeDatabase()
        let options = PostgresOptions(address: server.address(database: name), connections: connections)
        try SchemaMigrator(options, logger: Self.quiet).migrate()
        pool = PostgresPool(options, logger: Self.quiet)
        service = RoundService(pool, partitions: ChunkPartitions(pool), clock: clock, logger: Self.quiet)
        principal = try await Self.makeAgent(pool, seed: 1)
    }

    /// A tenant of its own with one agent.
    static func makeAgent(_ pool: PostgresPool, seed: UInt64) async throws -> AgentPrincipal {
        var random = SeededRandom(seed: seed)
        let scope = TenantScope(tenant: .random(using: &random))
        let agent = AgentID.random(using: &random)
        try await pool.withTransaction(scope: scope) { connection in
            try connection.execute("INSERT INTO tenants (tenant_id, name) VALUES ($1, 'T')", [scope.tenant])
            try connection.execute(
                "INSERT INTO agents (tenant_id, id, name) VALUES ($1, $2, 'gateway')", [scope.tenant, agent])
        }
        return AgentPrincipal(scope: scope, agent: agent)
    }

    /// SQL as the superuser, whom row-level security does not hold.
    func psql(_ sql: String) async throws -> String { try await server.run(sql, database: name) }

    /// How many notices of a kind were written down.
    func notices(_ kind: String) async throws -> Int {
        Int(try await psql("SELECT count(*) FROM notices WHERE kind = '\(kind)'")) ?? -1
    }

    /// Sends a round and reads its answer.
    @discardableResult
    func send(_ request: RoundRequest, as agent: AgentPrincipal? = nil) async throws -> RoundAnswer {
        let frame = try RoundFrame.encode(request)
        let result = try await service.handle(frame: frame, agent: agent ?? principal, receivedAt: clock.now())
        return try RoundFrame.decodeAnswer(result.answer)
    }

    /// Fills the quarantine of the agent, so that a record of so many bytes just fits.
    func fillQuarantine(leaving bytes: Int) async throws {
        let size = (64 << 20) - 2 * 512 - bytes
        _ = try await psql(
            """
            INSERT INTO sync_quarantine (tenant_id, agent_id, incarnation, stream, seq, digest, code, message, payload)
            SELECT tenant_id, id, gen_random_uuid(), 1, 1, '', 'FILLER', '', decode(repeat('00', \(size)), 'hex')
            FROM agents
            """)
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
