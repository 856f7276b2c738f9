public import SyncWire
public import Telemetry

/// The whole state of an agent as its local page and `millwright-agent status` show it.
public struct AgentStatus: Sendable {
    /// One machine with what was last heard of it.
    public struct Machine: Sendable {
        /// Status, newest values and twin.
        public var live: LiveMachine
        /// `name@version`, as `pump@1`.
        public var profile: String
        /// PUMP, MOTOR and so on, as its profile says.
        public var machineType: String
        /// What the device last said about its connection.
        public var isConnected: Bool
        /// When anything came of it.
        public var lastSeen: Timestamp
        /// Alerts that are open.
        public var alerts: [Alert]
        /// The safety latches that are set, each with who set it.
        public var latches: [String]
        /// Whether a person has to decide a conflict about it.
        public var isConflicted: Bool
        /// What the twin has learned of the machine; nothing without a twin, or before its first reading.
        public var calibration: TwinCalibrationStatus?
        /// What all metrics together say; nothing until enough was seen.
        public var joint: JointStatus?
        /// What its isolation forest says; nothing while the hub has it run none.
        public var forest: ForestStatus?

        /// A state of these parts.
        public init(
            live: LiveMachine, profile: String, machineType: String, isConnected: Bool, lastSeen: Timestamp,
            alerts: [Alert], latches: [String] = [], isConflicted: Bool = false,
            calibration: TwinCalibrationStatus? = nil, joint: JointStatus? = nil,
            forest: ForestStatus? = nil
        ) {
            self.live = live
            self.profile = profile
            self.machineType = machineType
            self.isConnected = isConnected
            self.lastSeen = lastSeen
            self.alerts = alerts
            self.latches = latches
            self.isConflicted = isConflicted
            self.calibration = calibration
            self.joint = joint
            self.forest = forest
        }
    }

    /// How it stands with the hub.
    public struct Hub: Sendable {
        /// Nothing: the agent works alone by choice.
        public var address: String?
        /// Whether the last round was answered.
        public var isReachable: Bool
        /// Since when it is reachable, or not.
        public var since: Timestamp?
        /// A few words on how it stands.
        public var detail: String

        /// A state of these parts.
        public init(address: String?, isReachable: Bool, since: Timestamp?, detail: String) {
            self.address = address
            self.isReachable = isReachable
            self.since = since
            self.detail = detail
        }
    }

    /// The agent's name.
    public var name: String
    /// The agent's version.
    public var version: String
    /// The life of its database.
    public var incarnation: IncarnationID
    /// When the process began.
    public var startedAt: Timestamp
    /// When this was said.
    public var now: Timestamp
    /// Whether the broker is connected.
    public var brokerConnected: Bool
    /// How it stands with the hub.
    public var hub: Hub
    /// All machines, in the order in which they were first heard.
    public var machines: [Machine]
    /// The newest decisions, newest first.
    public var decisions: [Decision]
    /// What the hub does not have; readings of the open window count too.
    public var backlog: Backlog
    /// The newest event ever written.
    public var eventHead: UInt64
    /// The newest event that the hub has.
    public var eventsAcknowledged: UInt64
    /// Bytes used, allowed and free.
    public var disk: DiskUse
    /// How long the disk lasts without the hub at the present rate; nothing while that is not known.
    public var offlineDays: Double?
    /// Readings stored since the process began.
    public var readingsStored: UInt64
    /// Messages rejected since the process began.
    public var messagesQuarantined: UInt64
    /// Conflicts that wait for a person.
    public var openConflicts: Int
    /// Whether a person has paused sync.
    public var isSyncPaused: Bool

    /// A state of these parts.
    public init(
        name: String, version: String, incarnation: IncarnationID, startedAt: Timestamp, now: Timestamp,
        brokerConnected: Bool, hub: Hub, machines: [Machine], decisions: [Decision], backlog: Backlog,
        eventHead: UInt64, eventsAcknowledged: UInt64, disk: DiskUse, offlineDays: Double?, readingsStored: UInt64,
        messagesQuarantined: UInt64, openConflicts: Int = 0, isSyncPaused: Bool = false
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
        self.openConflicts = openConflicts
        self.isSyncPaused = isSyncPaused
    }
}
