public import Telemetry

/// An agent that was taken in, and whose it is.
public struct EnrolledAgent: Sendable, Equatable {
    public var agent: AgentID
    public var scope: TenantScope

    /// An agent of a tenant.
    public init(agent: AgentID, scope: TenantScope) {
        self.agent = agent
        self.scope = scope
    }
}
