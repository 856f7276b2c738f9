/// What an agent says about itself in each round.
public struct AgentReport: Sendable, Equatable {
    /// The window that is still open is not in it.
    public var backlog: Backlog
    /// Nothing when the agent does not say all three numbers.
    public var disk: DiskUse?
    /// The hub's clock minus the agent's, microseconds; nothing before it was measured.
    public var clockOffset: Int64?
    /// How far the offset may be wrong, microseconds.
    public var clockError: Int64?
    /// From the start of one round to that of the next while nothing presses; nothing from an agent that does not say.
    public var intervalSeconds: Double?

    /// A report; the session adds the clock and its interval to it before the round is sent.
    public init(
        backlog: Backlog, disk: DiskUse?, clockOffset: Int64? = nil, clockError: Int64? = nil,
        intervalSeconds: Double? = nil
    ) {
        self.backlog = backlog
        self.disk = disk
        self.clockOffset = clockOffset
        self.clockError = clockError
        self.intervalSeconds = intervalSeconds
    }
}
