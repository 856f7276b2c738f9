public import Telemetry

/// An agent of the fleet, as it last reported itself.
public struct PlantAgent: Sendable, Equatable {
    /// Its id.
    public var id: AgentID
    /// Its name.
    public var name: String
    /// The version that it runs.
    public var version: String?
    /// The life of its database (sync.md, Identity).
    public var incarnation: IncarnationID?
    /// When it was enrolled.
    public var enrolledAt: Timestamp
    /// When it was last heard.
    public var lastSeenAt: Timestamp?
    /// How often it starts a round, as it said; nothing when it did not.
    public var roundIntervalSeconds: Double?
    /// When the certificate that it used last ends; nothing for one that was not enrolled with one.
    public var certificateExpiresAt: Timestamp?
    /// When it was revoked.
    public var revokedAt: Timestamp?
    /// Events that it holds and the hub has not.
    public var backlogEvents: Int64
    /// Readings that it holds and the hub has not.
    public var backlogReadings: Int64
    /// Bytes that it holds and the hub has not.
    public var backlogBytes: Int64
    /// The time of the oldest of them.
    public var backlogOldestAt: Timestamp?
    /// How long its disk lasts at the present rate.
    public var secondsLeft: Double?
    /// The hub's clock less the agent's.
    public var clockOffsetMilliseconds: Double?
    /// What its store takes.
    public var diskUsedBytes: Int64?
    /// What its store may take.
    public var diskBudgetBytes: Int64?
    /// What is free on its disk.
    public var diskFreeBytes: Int64?

    /// An agent as it was read.
    public init(
        id: AgentID, name: String, version: String?, incarnation: IncarnationID?, enrolledAt: Timestamp,
        lastSeenAt: Timestamp?, roundIntervalSeconds: Double?, certificateExpiresAt: Timestamp?, revokedAt: Timestamp?,
        backlogEvents: Int64, backlogReadings: Int64,
        backlogBytes: Int64, backlogOldestAt: Timestamp?, secondsLeft: Double?, clockOffsetMilliseconds: Double?,
        diskUsedBytes: Int64?, diskBudgetBytes: Int64?, diskFreeBytes: Int64?
    ) {
        self.id = id
        self.name = name
        self.version = version
        self.incarnation = incarnation
        self.enrolledAt = enrolledAt
        self.lastSeenAt = lastSeenAt
        self.roundIntervalSeconds = roundIntervalSeconds
        self.certificateExpiresAt = certificateExpiresAt
        self.revokedAt = revokedAt
        self.backlogEvents = backlogEvents
        self.backlogReadings = backlogReadings
        self.backlogBytes = backlogBytes
        self.backlogOldestAt = backlogOldestAt
        self.secondsLeft = secondsLeft
        self.clockOffsetMilliseconds = clockOffsetMilliseconds
        self.diskUsedBytes = diskUsedBytes
        self.diskBudgetBytes = diskBudgetBytes
        self.diskFreeBytes = diskFreeBytes
    }

    /// Whether it was heard within the time after which an agent counts as gone.
    public func isOnline(at now: Timestamp, within seconds: Double) -> Bool {
        guard revokedAt == nil, let lastSeenAt else { return false }
        return now.seconds(since: lastSeenAt) <= seconds
    }
}
