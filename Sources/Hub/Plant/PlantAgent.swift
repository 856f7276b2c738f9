public import Telemetry

/// An agent of the fleet, as it last reported itself.
public struct PlantAgent: Sendable, Equatable {
    public var id: AgentID
    public var name: String
    public var version: String?
    public var incarnation: IncarnationID?
    public var enrolledAt: Timestamp
    public var lastSeenAt: Timestamp?
    public var revokedAt: Timestamp?
    public var backlogEvents: Int64
    public var backlogReadings: Int64
    public var backlogBytes: Int64
    public var backlogOldestAt: Timestamp?
    /// How long its disk lasts at the present rate.
    public var secondsLeft: Double?
    public var clockOffsetMilliseconds: Double?
    public var diskUsedBytes: Int64?
    public var diskBudgetBytes: Int64?
    public var diskFreeBytes: Int64?

    /// An agent as it was read.
    public init(
        id: AgentID, name: String, version: String?, incarnation: IncarnationID?, enrolledAt: Timestamp,
        lastSeenAt: Timestamp?, revokedAt: Timestamp?, backlogEvents: Int64, backlogReadings: Int64,
        backlogBytes: Int64, backlogOldestAt: Timestamp?, secondsLeft: Double?, clockOffsetMilliseconds: Double?,
        diskUsedBytes: Int64?, diskBudgetBytes: Int64?, diskFreeBytes: Int64?
    ) {
        self.id = id
        self.name = name
        self.version = version
        self.incarnation = incarnation
        self.enrolledAt = enrolledAt
        self.lastSeenAt = lastSeenAt
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
