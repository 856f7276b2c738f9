/// How the hub listens and what it allows; all of it from the configuration.
public struct HubServerOptions: Sendable {
    /// A certificate with its chain, and its key (PEM).
    public struct TLSFiles: Sendable, Equatable {
        /// The path of the certificate with its chain.
        public var certificate: String
        /// The path of the key.
        public var key: String

        /// The paths of the two files.
        public init(certificate: String, key: String) {
            self.certificate = certificate
            self.key = key
        }
    }

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
    /// Channels that one live screen may hear.
    public var liveSubscriptionsMax = 200
    /// After how long without a word an agent counts as gone.
    public var agentSilenceSeconds = 60.0
    /// Registrations and enrolments from one address in an hour.
    public var newcomersMax = 60
    /// Whether `POST /api/auth/register` makes new tenants.
    public var allowsRegistration = true
    /// What agents and people are told the hub's address is; by default where it listens.
    public var publicAddress: String?
    /// The largest body of a round.
    public var roundBytesMax = 8 << 20
    /// Rounds that are worked on at once; others are told to come again.
    public var roundsMax = 16
    /// Models that may be computed and wait for it together; others are told to come again.
    public var analyticsMax = 16
    /// How long an answer of a model may take.
    public var analyticsSecondsMax = 30.0
    /// The largest body of a call of the API.
    public var bodyBytesMax = 1 << 20
    /// Nothing: plain HTTP.
    public var tls: TLSFiles?
    /// How long a session can be renewed.
    public var refreshLifetimeSeconds = 30.0 * 86_400
    /// How long an enrolment's token holds when the call does not say.
    public var enrolmentLifetimeSeconds = 3_600.0
    /// How it listens for agents.
    public var agents = AgentListenerOptions()
    /// Failed log-ins of an address or an account within the window before it must wait.
    public var loginFailuresMax = 5
    /// The time in which failed log-ins count.
    public var loginWindowSeconds = 3_600.0

    /// Options with their defaults; the folder of the console has none.
    public init(host: String = "127.0.0.1", port: Int = 8080, consoleFolder: String) {
        self.host = host
        self.port = port
        self.consoleFolder = consoleFolder
    }
}
