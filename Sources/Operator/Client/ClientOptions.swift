internal import ArgumentParser
internal import Glibc
internal import SyncClient

/// The options of every command that speaks to a hub, or on a gateway to its agent.
struct ClientOptions: ParsableArguments {
    @Option(help: "The hub's address, as https://hub.example; MILLWRIGHT_HUB, or the saved log-in, when not given.")
    var hub: String?

    @Option(
        help: "A file with a token or an API key, instead of a saved log-in; MILLWRIGHT_TOKEN_FILE when not given.",
        completion: .file())
    var tokenFile: String?

    @Option(help: "PEM file of the hub's authority, where the system does not know it.", completion: .file())
    var cafile: String?

    @Option(
        help: """
            The agent's socket, to work on the gateway itself, also without a hub; MILLWRIGHT_AGENT when not given, \
            and \(APITarget.agentSocketDefault) where it exists and no hub is known.
            """, completion: .file())
    var agent: String?

    @Flag(help: "Let tokens go to a hub on another machine without encryption.")
    var plainHttp = false

    @Option(help: "Seconds to wait for an answer.")
    var timeout = 20.0

    func validate() throws {
        if agent != nil, hub != nil { throw ValidationError("Give --hub or --agent, not both.") }
        if !(0.1...3_600).contains(timeout) { throw ValidationError("--timeout is 0.1 to 3600 seconds.") }
    }

    /// The client that the options, the environment and the saved log-in describe.
    ///
    /// What is given on the command line goes before the environment, and that before what was saved.
    func client() throws -> APIClient {
        let environment = Environment.all
        if hub == nil, let socket = agent ?? environment["MILLWRIGHT_AGENT"] { return agentClient(socket) }
        let file = try SessionFile(environment: environment)
        let saved = try file.read()
        let named = hub ?? environment["MILLWRIGHT_HUB"]
        guard let address = named ?? saved?.hub else {
            if access(APITarget.agentSocketDefault, F_OK) == 0 { return agentClient(APITarget.agentSocketDefault) }
            throw CommandFailure(
                "HUB_ADDRESS_INVALID",
                "no hub is known: millwright login --hub URL --email ADDRESS; or, on a gateway, --agent SOCKET")
        }
        let endpoint = try HubEndpoint(address)
        let bearer: Bearer
        if let tokenFile = tokenFile ?? environment["MILLWRIGHT_TOKEN_FILE"] {
            bearer = .fixed(try FileBytes.secret(tokenFile))
        } else if let saved, try HubEndpoint(saved.hub) == endpoint {
            bearer = .session(file)
        } else {
            throw CommandFailure(
                "UNAUTHENTICATED",
                "there is no log-in at \(endpoint): millwright login --hub \(endpoint) --email ADDRESS")
        }
        return try client(endpoint, bearer: bearer, authoritiesFile: cafile ?? saved?.authoritiesFile)
    }

    /// A client without a token yet, for logging in.
    func anonymous(at address: String) throws -> APIClient {
        try client(try HubEndpoint(address), bearer: .none, authoritiesFile: cafile)
    }

    /// Said when the hub does not answer: the gateway can be worked on without it.
    static var hintOfAgent: String {
        access(APITarget.agentSocketDefault, F_OK) == 0
            ? "; this gateway's agent answers at --agent \(APITarget.agentSocketDefault)" : ""
    }

    private func client(_ endpoint: HubEndpoint, bearer: Bearer, authoritiesFile: String?) throws -> APIClient {
        let isLocal = ["localhost", "127.0.0.1", "::1"].contains(endpoint.host)
        guard endpoint.isSecure || isLocal || plainHttp else {
            throw CommandFailure(
                "HUB_NOT_ENCRYPTED", "\(endpoint) would carry secrets unencrypted: use https, or --plain-http",
                field: "--hub")
        }
        return APIClient(
            .hub(endpoint), bearer: bearer, authoritiesFile: authoritiesFile, deadlineSeconds: timeout)
    }

    private func agentClient(_ socket: String) -> APIClient {
        APIClient(.agent(socket: socket), bearer: .none, authoritiesFile: nil, deadlineSeconds: timeout)
    }
}
