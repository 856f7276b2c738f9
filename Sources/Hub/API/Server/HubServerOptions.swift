/// How the hub listens and what it allows; all of it from the configuration.
public struct HubServerOptions: Sendable {
    /// The address to listen on.
    public var host: String
    /// 0 takes a free port.
    public var port: Int
    /// The folder of the console's files.
    public var consoleFolder: String
    /// Origins of other pages that may use the API.
    public var origins: [String] = []
    /// Whether a proxy in front writes `X-Forwarded-For`.
    public var trustsProxy = false
    /// Requests of one tenant in 15 minutes.
    public var requestsMax = 10_000
    /// How long updates to live screens are gathered; 0 for not at all.
    public var liveWindowSeconds = 2.0
    /// Messages that may wait for one live screen; telemetry is coalesced and does not count.
    public var liveMessagesMax = 4_000
    /// Live screens at once.
    public var liveClientsMax = 5_000
    /// After how long without a word an agent counts as gone.
    public var agentSilenceSeconds = 60.0
    /// Whether `POST /api/auth/register` makes new tenants.
    public var allowsRegistration = true
    /// What agents and people are told the hub's address is; by default where it listens.
    public var publicAddress: String?
    /// The largest body of a round.
    public var roundBytesMax = 8 << 20
    /// What is said of the hub's own version.
    public var version = "1.0.0"

    /// Options with their defaults; the folder of the console has none.
    public init(host: String = "127.0.0.1", port: Int = 8080, consoleFolder: String) {
        self.host = host
        self.port = port
        self.consoleFolder = consoleFolder
    }
}
