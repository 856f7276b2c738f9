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

/// `millwright-agent enrol`: changes a one-time token for the identity under which rounds are sent.
///
/// The key is drawn here and stays here; the hub gives a certificate for it.
struct EnrolCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "enrol", abstract: "Enrol this agent at a hub with a one-time token.")

    @OptionGroup var options: ConfigurationOption

    @Option(help: "The hub's address, as people use it: that of its API and console.")
    var hub: String

    @Option(help: "The fingerprint of the hub's authority; with it a false hub is found out.")
    var authority: String?

    @Option(help: "The file of the one-time token; `-` for standard input.")
    var tokenFile: String

    @Flag(help: "Enrol again although there is an identity already.")
    var again = false

    func run() throws {
        let configuration = options.load()
        let file = IdentityFile(path: configuration.identityFile)
        if let identity = (try? file.read()) ?? nil, !again {
            print("This agent is enrolled already, as \(identity.agent) (\(file.path)); `--again` enrols it anew.")
            return
        }
        guard let token = Self.readToken(tokenFile) else {
            Console.fail("There is no token in \(tokenFile).", status: 66)
        }
        do {
            let endpoint = try HubEndpoint(hub)
            let identity = try enrol(configuration, at: endpoint, token: token)
            if let authority, authority.lowercased() != identity.authorityFingerprint {
                Console.fail(
                    "The authority of \(endpoint) is \(identity.authorityFingerprint), not \(authority): "
                        + "it is another hub, or the fingerprint is mistyped. Nothing was kept. "
                        + Self.afterUse(identity), status: 76)
            }
            do {
                try file.write(identity)
            } catch {
                Console.fail("The identity could not be kept: \(error) \(Self.afterUse(identity))")
            }
            print(
                """
                Enrolled at \(endpoint) as agent \(identity.agent); key and certificate are in \(file.path).
                Rounds go to \(configuration.hub?.description ?? identity.address). \
                A running agent goes on with it by itself, but for one that worked alone until now: start that again.
                """)
        } catch {
            Console.fail("The agent could not be enrolled: \(error)")
        }
    }

    private func enrol(
        _ configuration: AgentConfiguration, at endpoint: HubEndpoint, token: String
    ) throws -> AgentIdentity {
        var random = SystemRandomNumberGenerator()
        let store = try AgentStore.open(
            folder: configuration.plant.folder, options: configuration.plant.store, now: SystemClock().now(),
            random: &random)
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        defer { try? group.syncShutdownGracefully() }
        let connection = try HubConnection(
            endpoint: endpoint, trust: HubTrust(authoritiesFile: configuration.authoritiesFile), group: group)
        let key = AgentKey()
        let answer = AnswerBox<Result<IdentityAnswer, RoundFailure>>()
        connection.enrol(
            token: token, key: key, name: configuration.plant.name, incarnation: store.incarnation,
            version: AgentVersion.text, deadlineSeconds: 30
        ) { answer.give($0) }
        return try (answer.wait(seconds: 35) ?? .failure(.timedOut)).get().identity(key: key)
    }

    /// What is left to do once the hub has taken the token and nothing is here to show for it.
    private static func afterUse(_ identity: AgentIdentity) -> String {
        "The token is used up: revoke agent \(identity.agent) at the hub (millwright agent revoke) and write another "
            + "token (millwright agent enrol)."
    }

    /// The token alone, without the line's end.
    private static func readToken(_ path: String) -> String? {
        guard let file = fopen(path == "-" ? "/dev/stdin" : path, "r") else { return nil }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 4_096)
        let count = fread(&bytes, 1, bytes.count, file)
        let text = String(decoding: bytes.prefix(count).filter { $0 > 0x20 && $0 < 0x7F }, as: UTF8.self)
        return text.isEmpty ? nil : text
    }
}
