internal import AgentPipeline
internal import AgentStore
internal import ArgumentParser
internal import Glibc
internal import NIOCore
internal import NIOPosix
internal import Runtime
internal import SyncClient
internal import SyncCore
internal import Telemetry

/// `millwright-agent enrol`: changes a one-time token for the credential with which rounds are sent.
struct EnrolCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "enrol", abstract: "Enrol this agent at a hub with a one-time token.")

    @OptionGroup var options: ConfigurationOption

    @Option(help: "The hub's address; the configuration's `sync.hub` when it is left out.")
    var hub: String?

    @Option(help: "The file of the one-time token; `-` for standard input.")
    var tokenFile: String

    @Flag(help: "Enrol again although there is a credential already.")
    var again = false

    func run() throws {
        let configuration = options.load()
        let credential = CredentialFile(path: configuration.credentialFile)
        if credential.read() != nil, !again {
            print("This agent is enrolled already (\(credential.path)); `--again` enrols it anew.")
            return
        }
        guard let token = Self.readToken(tokenFile) else {
            Console.fail("There is no token in \(tokenFile).", status: 66)
        }
        do {
            guard let endpoint = try hub.map({ try HubEndpoint($0) }) ?? configuration.hub else {
                Console.fail("Which hub? Give --hub, or set sync.hub in \(options.config).", status: 64)
            }
            let enrolment = try enrol(configuration, at: endpoint, token: token)
            try credential.write(enrolment.credential)
            print("Enrolled at \(endpoint) as agent \(enrolment.agent); the credential is in \(credential.path).")
        } catch {
            Console.fail("The agent could not be enrolled: \(error)")
        }
    }

    private func enrol(
        _ configuration: AgentConfiguration, at endpoint: HubEndpoint, token: String
    ) throws -> Enrolment {
        var random = SystemRandomNumberGenerator()
        let store = try AgentStore.open(
            folder: configuration.plant.folder, options: configuration.plant.store, now: SystemClock().now(),
            random: &random)
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        defer { try? group.syncShutdownGracefully() }
        let connection = try HubConnection(endpoint: endpoint, trust: configuration.trust, group: group)
        let answer = AnswerBox<Result<Enrolment, RoundFailure>>()
        connection.enrol(
            token: token, name: configuration.plant.name, incarnation: store.incarnation, version: AgentVersion.text,
            deadlineSeconds: 30
        ) { answer.give($0) }
        return try (answer.wait(seconds: 35) ?? .failure(.timedOut)).get()
    }

    private static func readToken(_ path: String) -> String? {
        path == "-" ? CredentialFile(path: "/dev/stdin").read() : CredentialFile(path: path).read()
    }
}
