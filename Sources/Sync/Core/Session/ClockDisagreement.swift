public import Telemetry

/// A measurement of the hub's clock that was refused: both clocks cannot be right, and nobody knows which one is.
public struct ClockDisagreement: Sendable, Equatable {
    /// What the agent's clock showed.
    public var agent: Timestamp
    /// What the hub's clock showed at that moment.
    public var hub: Timestamp

    /// A disagreement of two clocks at one moment.
    public init(agent: Timestamp, hub: Timestamp) {
        self.agent = agent
        self.hub = hub
    }

    /// The hub's clock minus the agent's.
    public var seconds: Double { hub.seconds(since: agent) }

    /// One sentence for a person.
    public var message: String {
        "The agent's clock showed \(agent.rfc3339) when the hub's showed \(hub.rfc3339), \(Int64(seconds)) s more."
    }
}
