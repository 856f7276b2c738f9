public import Telemetry

/// Which records of the quarantine are wanted.
public struct QuarantineFilter: Sendable {
    /// Only of this stream: `events`, `telemetry` or `documents`.
    public var stream: String?
    /// Only of this agent.
    public var agent: AgentID?
    /// Whether those that were replayed are wanted as well.
    public var includesReplayed: Bool

    /// A filter by its parts.
    public init(stream: String? = nil, agent: AgentID? = nil, includesReplayed: Bool = false) {
        self.stream = stream
        self.agent = agent
        self.includesReplayed = includesReplayed
    }
}
