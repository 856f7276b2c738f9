public import Telemetry

/// An agent that was taken in, and whose it is.
public struct EnrolledAgent: Sendable, Equatable {
    /// The agent that it comes through.
    public var agent: AgentID
    /// Whose it is.
    public var scope: TenantScope

    /// An agent of a tenant.
    public init(agent: AgentID, scope: TenantScope) {
        self.agent = agent
        self.scope = scope
    }
}
