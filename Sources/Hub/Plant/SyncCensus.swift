/// How far agents are behind and what waits for people, of one tenant or of several together.
public struct SyncCensus: Sendable, Equatable {
    /// Agents that were ever heard.
    public var agents = 0
    /// Of these, those of which an alert says that they are silent.
    public var agentsSilent = 0
    /// Of these, those with an alert that a stream stands still.
    public var agentsStalled = 0
    /// Readings that lie on gateways and not here, as the agents told last.
    public var backlogReadings = 0
    /// Records of stream E there.
    public var backlogEvents = 0
    /// Changes of documents there.
    public var backlogDocuments = 0
    /// Bytes of all of these.
    public var backlogBytes = 0
    /// Seconds since the oldest of them was measured or happened, of the agent that is farthest behind.
    public var backlogSeconds = 0.0
    /// Seconds that the slowest agent with a backlog takes for it, as it told last; nothing while none of them knows.
    public var backlogSecondsLeft: Double? = 0
    /// Conflicts that wait for a person.
    public var conflictsOpen = 0
    /// Commands that have no end yet.
    public var commandsOpen = 0

    /// Nothing.
    public init() {}

    /// Adds another tenant's.
    public mutating func add(_ other: SyncCensus) {
        backlogSecondsLeft = Self.slowest(self, other)
        agents += other.agents
        agentsSilent += other.agentsSilent
        agentsStalled += other.agentsStalled
        backlogReadings += other.backlogReadings
        backlogEvents += other.backlogEvents
        backlogDocuments += other.backlogDocuments
        backlogBytes += other.backlogBytes
        backlogSeconds = max(backlogSeconds, other.backlogSeconds)
        conflictsOpen += other.conflictsOpen
        commandsOpen += other.commandsOpen
    }

    /// A tenant without a backlog knows that of itself, and nothing of the others.
    private static func slowest(_ left: SyncCensus, _ right: SyncCensus) -> Double? {
        let known = [left, right].filter(\.hasBacklog).compactMap(\.backlogSecondsLeft)
        return known.max() ?? (left.hasBacklog || right.hasBacklog ? nil : 0)
    }

    private var hasBacklog: Bool {
        backlogReadings + backlogEvents + backlogDocuments + backlogBytes > 0 || backlogSecondsLeft != 0
    }
}
