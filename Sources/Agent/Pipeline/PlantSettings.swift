public import AgentAutonomy
public import AgentIngest
public import AgentStore
public import MQTT
public import SyncCore

/// What the plant thread needs to know; made by the daemon from the configuration.
public struct PlantSettings: Sendable {
    /// The agent's name, for people.
    public var name: String
    /// The agent's version.
    public var version: String
    /// The folder of the agent's state.
    public var folder: String
    /// How the broker is reached.
    public var broker: MQTTClientOptions
    /// Limits of the store.
    public var store: StoreOptions
    /// Limits of what is taken from devices.
    public var ingest: IngestLimits
    /// What an operator set for all machines.
    public var guards: GuardSettings
    /// How rounds with the hub are paced.
    public var session: SessionSettings
    /// The hub's address, for people; nothing when the agent works alone.
    public var hubAddress: String?
    /// The profile of machines that nobody has described.
    public var defaultProfile: String
    /// Messages in one transaction at most.
    public var batchMax: Int
    /// How old the open window grows before it is sealed, while the hub can be reached and while not.
    public var sealAfterSeconds: Double
    /// The same while the hub cannot be reached.
    public var sealAfterSecondsAlone: Double
    /// Readings that are sealed together at most.
    public var sealReadingsMax: Int
    /// Topic filters; empty for those of the profiles.
    public var topics: [String]
    /// The first and the longest wait before connecting to the broker again.
    public var reconnectSeconds: ClosedRange<Double>
    /// Who the agent is to its hub, and the keys of its enrolment; nothing before it is enrolled.
    ///
    /// Commands of the hub are taken only for it, and only with those keys.
    public var enrolled: @Sendable () -> CommandAdmission?
    /// How often scores, bands and the twin's values are recorded.
    public var derivedSeconds: Double

    /// How the client is made: of commands the ledger alone knows what may go a second time.
    var brokerOptions: MQTTClientOptions {
        var options = broker
        options.resendsUnacknowledged = false
        return options
    }

    /// Settings with the defaults of `agent.yaml`.
    public init(name: String, version: String, folder: String, broker: MQTTClientOptions, session: SessionSettings) {
        self.name = name
        self.version = version
        self.folder = folder
        self.broker = broker
        self.session = session
        store = StoreOptions()
        ingest = IngestLimits()
        guards = GuardSettings()
        hubAddress = nil
        defaultProfile = "generic"
        batchMax = 2_000
        sealReadingsMax = OpenWindow.sealingCount
        topics = []
        reconnectSeconds = 1...30
        sealAfterSeconds = 10
        sealAfterSecondsAlone = 120
        derivedSeconds = 10
        enrolled = { nil }
    }
}
