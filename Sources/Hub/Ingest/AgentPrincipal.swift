public import HubTenancy
public import Telemetry

/// The agent that a credential belongs to, and its tenant; nothing in a body can say otherwise.
public struct AgentPrincipal: Hashable, Sendable {
    /// The tenant.
    public let scope: TenantScope
    /// Which agent.
    public let agent: AgentID

    /// For an agent whose credential was verified.
    public init(scope: TenantScope, agent: AgentID) {
        self.scope = scope
        self.agent = agent
    }
}
