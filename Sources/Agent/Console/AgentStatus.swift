public import SyncWire
public import Telemetry

/// The whole state of an agent as its local page and `millwright-agent status` show it.
public struct AgentStatus: Sendable {
    /// One machine with what was last heard of it.
    public struct Machine: Sendable {
        public var live: LiveMachine
        public var profile: String
        public var machineType: String
        /// What the device last said about its connection.
        public var isConnected: Bool
        public var lastSeen: Timestamp
        /// Alerts that are open.
        public var alerts: [Alert]

        public init(
            live: LiveMachine, profile: String, machineType: String, isConnected: Bool, lastSeen: Timestamp,
            alerts: [Alert]
        ) {
            self.live = live
            self.profile = profile
            self.machineType = machineType
            self.isConnected = isConnected
            self.lastSeen = lastSeen
            self.alerts = alerts
        }
    }

    /// How it stands with the hub.
    public struct Hub: Sendable {
        /// Nothing: the agent works alone by choice.
        public var address: String?
        public var isReachable: Bool
        /// Since when it is reachable, or not.
        public var since: Timestamp?
        public var detail: String

        public init(address: String?, isReachable: Bool, since: Timestamp?, detail: String) {
            self.address = address
            self.isReachable = isReachable
            self.since = since
            self.detail = detail
        }
    }

    public var name: String
    public var version: String
    public var incarnation: IncarnationID
    public var startedAt: Timestamp
    public var now: Timestamp
    public var brokerConnected: Bool
    public var hub: Hub
    public var machines: [Machine]
    /// The newest decisions, newest first.
    public var decisions: [Decision]
    /// What the hub does not have; readings of the open window count too.
    public var backlog: Backlog
    public var eventHead: UInt64
    public var eventsAcknowledged: UInt64
    public var disk: DiskUse
    /// How long the disk lasts without the hub at the present rate; nothing while that is not known.
    public var offlineDays: Double?
    public var readingsStored: UInt64
    public var messagesQuarantined: UInt64

    public init(
        name: String, version: String, incarnation: IncarnationID, startedAt: Timestamp, now: Timestamp,
        brokerConnected: Bool, hub: Hub, machines: [Machine], decisions: [Decision], backlog: Backlog,
        eventHead: UInt64, eventsAcknowledged: UInt64, disk: DiskUse, offlineDays: Double?, readingsStored: UInt64,
        messagesQuarantined: UInt64
    ) {
        self.name = name
        self.version = version
        self.incarnation = incarnation
        self.startedAt = startedAt
        self.now = now
        self.brokerConnected = brokerConnected
        self.hub = hub
        self.machines = machines
        self.decisions = decisions
        self.backlog = backlog
        self.eventHead = eventHead
        self.eventsAcknowledged = eventsAcknowledged
        self.disk = disk
        self.offlineDays = offlineDays
        self.readingsStored = readingsStored
        self.messagesQuarantined = messagesQuarantined
    }
}
