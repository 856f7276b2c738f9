public import Telemetry

/// The agent that a machine's readings come through.
public struct MachineAgent: Sendable, Equatable {
    /// Its id.
    public var id: AgentID
    /// Its name.
    public var name: String
    /// When it was last heard.
    public var lastSeenAt: Timestamp?
    /// How often it starts a round, as it said; nothing when it did not.
    public var roundIntervalSeconds: Double?
    /// Readings that it holds and the hub has not.
    public var backlogReadings: Int64

    /// An agent in short.
    public init(
        id: AgentID, name: String, lastSeenAt: Timestamp?, roundIntervalSeconds: Double?, backlogReadings: Int64
    ) {
        self.id = id
        self.name = name
        self.lastSeenAt = lastSeenAt
        self.roundIntervalSeconds = roundIntervalSeconds
        self.backlogReadings = backlogReadings
    }
}
