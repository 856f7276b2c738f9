public import Telemetry

/// Something that a person or the agent itself did on the edge, for the record.
public struct AuditEntry: Sendable, Equatable {
    /// When it was done, by the agent's clock.
    public var at: Timestamp
    /// Who: a user's name, or `agent`.
    public var actor: String
    /// What, as `agent.started`.
    public var action: String
    /// To what.
    public var target: String
    /// What else there is to say, for people; may be empty.
    public var detail: String

    /// An entry by its five parts; nothing is checked here.
    public init(at: Timestamp, actor: String, action: String, target: String, detail: String) {
        self.at = at
        self.actor = actor
        self.action = action
        self.target = target
        self.detail = detail
    }
}
