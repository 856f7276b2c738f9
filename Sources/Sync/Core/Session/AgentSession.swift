public import Runtime

/// The agent's side of sync: what to send next, what an answer means, how long to wait. Pure: no clock, no randomness,
/// no input or output; the owner carries out the actions in their order and hands in what happened.
public struct AgentSession: Sendable {
    /// Where it is.
    public private(set) var state: State = .unstarted

    /// A session that waits for `started`.
    public init(settings: SessionSettings) {
        self.settings = settings
    }

    /// Takes in what happened; returns what to do about it. Every event is allowed in every state.
    public mutating func handle(_ event: Event, now: Uptime) -> [Action] {
        []
    }

    let settings: SessionSettings
}
