import Foundation
import FoundationNetworking
import HubAPI
import HubIngest
import HubPlant
import HubStore
import HubTenancy
import Logging
import Observability
import Runtime
import ServiceLifecycle
import TestKit

/// A hub on a free port, with a database of its own; ends with the test process.
final class TestHub: Sendable {
    let port: Int
    let agentPort: Int
    let authority: CertificateAuthority
    let pool: PostgresPool
    let server: PostgresServer
    let database: String
    let web: TemporaryFolder
    let tokens: AccessTokens
    let signer: CommandSigner
    let hub: HubServer
    private let services: ServiceGroup
    private let running: Task<Void, any Error>

    private static let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    /// `adjust` changes the options of the hub; it is a replica of another hub on the database of that.
    init(
        replicaOf other: TestHub? = nil, _ adjust: (inout HubServerOptions) -> Void = { _ in }
    ) async throws {
        server = try await SharedServer.shared.get()
        if let other { database = other.database } else { database = try await server.makeDatabase() }
        let postgres = PostgresOptions(address: server.address(database: database), connections: 3)
        try SchemaMigrator(postgres, logger: Self.quiet).migrate()
        let pool = PostgresPool(postgres, logger: Self.quiet)
        self.pool = pool
        web = try TemporaryFolder("console")
        let clock = SystemClock()
        let signer = other?.signer ?? CommandSigner.random()
        self.signer = signer
        try await CommandKeyStore(pool).register(signer, previous: nil)
        tokens = await AccessTokens(secret: .random(), clock: clock)
        var options = HubServerOptions(port: 0, consoleFolder: web.path)
        options.newcomersMax = 10_000
        options.liveWindowSeconds = 0
        guard let cheap = PasswordCost(logarithm: 4, blockSize: 8, parallelism: 1) else { fatalError("no such cost") }
        options.agents = AgentListenerOptions(port: 0)
        adjust(&options)
        authority = try CertificateAuthority.make()
        let (ports, announce) = AsyncStream<Int>.makeStream()
        let (agentPorts, announceAgents) = AsyncStream<Int>.makeStream()
        var parts = HubServer.Parts(
            pool: pool,
            rounds: RoundService(pool, partitions: ChunkPartitions(pool), clock: clock, logger: Self.quiet),
            authority: authority, tokens: tokens, passwords: try PasswordKeeper(cost: cheap),
            health: HubHealth { pool.isConnected }, registry: MetricsRegistry(), clock: clock, logger: Self.quiet)
        parts.commands = signer
        hub = try HubServer(options, parts, whenAgentsMayCall: { announceAgents.yield($0) }) { announce.yield($0) }
        let services = ServiceGroup(services: [hub], logger: Self.quiet)
        self.services = services
        running = Task { try await services.run() }
        port = await ports.first { _ in true } ?? 0
        agentPort = await agentPorts.first { _ in true } ?? 0
    }

    /// Ends it as a signal does, and waits for its end.
    func stop() async throws {
        await services.triggerGracefulShutdown()
        try await running.value
        pool.shutDown()
    }

    var plantStore: PlantStore { PlantStore(pool) }

    /// Calls the API.
    func call(
        _ method: String, _ path: String, _ body: JSONValue? = nil, token: String? = nil,
        headers: [String: String] = [:]
    ) async throws -> TestAnswer {
        try await send(method, path, body.map { Data(JSONWriter.bytes($0)) }, token: token, headers: headers)
    }

    func send(
        _ method: String, _ path: String, _ body: Data?, token: String? = nil, headers: [String: String] = [:]
    ) async throws -> TestAnswer {
        guard let url = URL(string: "http://127.0.0.1:\(port)\(path)") else { fatalError("no address: \(path)") }
        var request = URLRequest(url: url, timeoutInterval: 20)
        request.httpMethod = method
        request.httpBody = body
        if let token { request.setValue("Bearer \(token)", forHTTPHeaderField: "Authorization") }
        for (name, value) in headers { request.setValue(value, forHTTPHeaderField: name) }
        let (data, response) = try await URLSession.shared.data(for: request)
        guard let http = response as? HTTPURLResponse else { fatalError("no HTTP") }
        return TestAnswer(status: http.statusCode, bytes: Array(data), http: http)
    }

    /// A tenant of its own with its first user, logged in.
    func newcomer(_ name: String = UUID().uuidString.lowercased()) async throws -> TestUser {
        let email = "\(name)@plant.example"
        let registered = try await call(
            "POST", "/api/auth/register",
            [
                "email": .string(email), "password": "correct horse 7", "firstName": "Ada", "lastName": "Byron",
                "organization": "Plant",
            ]
        ).expecting(201)
        let session = try await logIn(email)
        return TestUser(
            email: email, tenant: registered.data["tenant"]?["id"]?.text ?? "", id: session["user"]?["id"]?.text ?? "",
            token: session["token"]?.text ?? "", refreshToken: session["refreshToken"]?.text ?? "")
    }

    func logIn(_ email: String) async throws -> JSONValue {
        try await call(
            "POST", "/api/auth/login", ["email": .string(email), "password": "correct horse 7"]
        ).expecting(200).data
    }

    /// A token of this hub for a user whom another hub of the database knows.
    func token(of user: TestUser) async throws -> String {
        try await logIn(user.email)["token"]?.text ?? ""
    }

    /// SQL as the superuser, whom row-level security does not hold.
    @discardableResult
    func psql(_ sql: String) async throws -> String { try await server.run(sql, database: database) }
}

/// A person in a test.
struct TestUser: Sendable {
    var email: String
    var tenant: String
    var id: String
    var token: String
    var refreshToken: String
}

/// Starts PostgreSQL with the first test that wants it.
actor SharedServer {
    static let shared = SharedServer()
    private var starting: Task<PostgresServer, any Error>?

    func get() async throws -> PostgresServer {
        let task = starting ?? Task { try await PostgresServer.start(settings: ["fsync": "off"]) }
        starting = task
        return try await task.value
    }
}

/// One hub for all tests that need nothing special of it.
actor SharedHub {
    static let shared = SharedHub()
    private var starting: Task<TestHub, any Error>?

    func get() async throws -> TestHub {
        let task = starting ?? Task { try await TestHub() }
        starting = task
        return try await task.value
    }
}
