import Foundation
import TestKit

/// A whole plant of real processes: mosquitto, PostgreSQL, hub and agent; each can be killed and started again.
final class PlantUnderTest {
    let folder: TemporaryFolder
    let broker: MosquittoServer
    let database: PostgresServer
    let databaseName: String
    private(set) var hub: ChildProcess?
    private(set) var agent: ChildProcess?
    /// Whether the hub has a key to sign commands with.
    private let signsCommands: Bool
    let hubPort = FreePort.take()
    /// Where the hub listens for agents.
    let syncPort = FreePort.take()
    let agentPort = FreePort.take()
    var calls: HubCalls
    let email = "tests@plant.example"
    let password = "a-Long-Enough-\(UUID().uuidString)"

    /// One line for each row of a query, its columns separated by `|`.
    func rows(_ sql: String) async throws -> [[String]] {
        try await database.run(sql, database: databaseName).split(separator: "\n").map {
            $0.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
        }
    }

    /// The repository that these tests stand in.
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path

    private init(
        broker: MosquittoServer, database: PostgresServer, databaseName: String, folder: TemporaryFolder,
        signsCommands: Bool
    ) {
        self.signsCommands = signsCommands
        self.broker = broker
        self.database = database
        self.databaseName = databaseName
        self.folder = folder
        calls = HubCalls(address: "http://127.0.0.1:\(hubPort)")
    }

    /// Starts everything, registers a user and enrols the agent.
    static func start(signsCommands: Bool = false) async throws -> PlantUnderTest {
        async let broker = MosquittoServer.start()
        let database = try await PostgresServer.start()
        let name = try await database.makeDatabase()
        let plant = try await PlantUnderTest(
            broker: broker, database: database, databaseName: name, folder: TemporaryFolder("plant"),
            signsCommands: signsCommands)
        try plant.folder.write(UUID().uuidString + UUID().uuidString, to: "jwt-secret")
        try await plant.startHub()
        try await plant.register()
        try await plant.enrol()
        try await plant.startAgent()
        return plant
    }

    // Processes

    func startHub() async throws {
        let hub = try ChildProcess(
            program("millwright-hub"), ["serve", "--config", Self.root + "/hub-config/hub.yaml"],
            environment: hubEnvironment)
        self.hub = hub
        try await waitUntil("the hub is ready", within: .seconds(60)) {
            guard hub.isRunning else { throw WaitingTimedOut(description: "the hub ended: \(hub.output)") }
            return await calls.status(of: "/readyz") == 200
        }
    }

    func startAgent() async throws {
        let agent = try ChildProcess(
            program("millwright-agent"), ["run"] + agentConfiguration, environment: agentEnvironment)
        self.agent = agent
        let local = HubCalls(address: agentAddress)
        try await waitUntil("the agent is ready", within: .seconds(60)) {
            guard agent.isRunning else { throw WaitingTimedOut(description: "the agent ended: \(agent.output)") }
            return await local.status(of: "/readyz") == 200
        }
    }

    func killAgent() {
        agent?.kill()
        agent = nil
    }

    func killHub() {
        hub?.kill()
        hub = nil
    }

    /// Ends everything; what was started is gone when this returns.
    func stop() async throws {
        agent?.terminate()
        try await agent?.wait()
        hub?.terminate()
        try await hub?.wait()
        try await broker.stop()
        try await database.stop()
    }

    // Setting up

    private func register() async throws {
        let answer = try await calls.call(
            "POST", "/api/auth/register",
            ["email": email, "password": password, "firstName": "Test", "lastName": "User", "organization": "Tests"])
        guard answer.status == 201 || answer.status == 200 else { throw Refused(answer) }
        try await logIn()
    }

    func logIn() async throws {
        let answer = try await calls.call("POST", "/api/auth/login", ["email": email, "password": password])
        guard let data = try answer.object() as? [String: Any], let token = data["token"] as? String else {
            throw Refused(answer)
        }
        calls.token = token
    }

    private func enrol() async throws {
        let answer = try await calls.call("POST", "/api/agents/enrolments", ["name": "gateway"])
        guard let data = try answer.object() as? [String: Any], let token = data["token"] as? String else {
            throw Refused(answer)
        }
        let file = try folder.write(token, to: "enrolment-token")
        let enrol = try ChildProcess(
            program("millwright-agent"),
            ["enrol"] + agentConfiguration + ["--hub", calls.address, "--token-file", file],
            environment: agentEnvironment)
        guard try await enrol.wait() == .exited(0) else { throw WaitingTimedOut(description: "enrol: \(enrol.output)") }
    }

    // Names

    var agentAddress: String { "http://127.0.0.1:\(agentPort)" }

    private var agentConfiguration: [String] { ["--config", Self.root + "/agent-config/agent.yaml"] }

    var agentEnvironment: [String: String] {
        [
            "MILLWRIGHT_AGENT__NAME": "gateway", "MILLWRIGHT_AGENT__DATA_DIR": folder.file("agent"),
            "MILLWRIGHT_AGENT__PROFILES_DIR": Self.root + "/firmware-profiles", "MILLWRIGHT_MQTT__HOST": "127.0.0.1",
            "MILLWRIGHT_MQTT__PORT": "\(broker.port)", "MILLWRIGHT_CONSOLE__LISTEN": "127.0.0.1:\(agentPort)",
            "MILLWRIGHT_SYNC__HUB": "https://127.0.0.1:\(syncPort)", "MILLWRIGHT_SYNC__BACKOFF_MAX": "1s",
        ]
    }

    private var hubEnvironment: [String: String] {
        var environment = [
            "DATABASE_URL": database.url(database: databaseName), "MILLWRIGHT_HTTP__LISTEN": "127.0.0.1:\(hubPort)",
            "MILLWRIGHT_SYNC__LISTEN": "127.0.0.1:\(syncPort)", "MILLWRIGHT_CA__FOLDER": folder.file("ca"),
            "MILLWRIGHT_AUTH__JWT_SECRET_FILE": folder.file("jwt-secret"),
            "MILLWRIGHT_CONSOLE__FOLDER": Self.root + "/web",
            "MILLWRIGHT_PLANS__FILE": Self.root + "/hub-config/plans.yaml", "MILLWRIGHT_LIVE__BATCH_WINDOW": "100ms",
        ]
        if signsCommands { environment["MILLWRIGHT_COMMANDS__KEY_FILE"] = folder.file("command-key") }
        return environment
    }

    /// A program of this package, beside the tests' own bundle.
    func program(_ name: String) -> String { Self.root + "/.build/debug/" + name }

    /// The hub did not answer as it should; the description shows what it said.
    struct Refused: Error, CustomStringConvertible {
        let description: String

        init(_ answer: HTTPAnswer) {
            description = "\(answer.status): \(String(decoding: answer.body, as: UTF8.self))"
        }
    }
}
