public import HubTenancy
public import Telemetry

/// The agent that a credential belongs to, and its tenant; nothing in a body can say otherwise.
public struct AgentPrincipal: Hashable, Sendable {
    /// The tenant that the credential belongs to.
    public let scope: TenantScope
    /// The id that its enrolment gave it.
    public let agent: AgentID

    /// For an agent whose credential was verified.
    public init(scope: TenantScope, agent: AgentID) {
        self.scope = scope
        self.agent = agent
    }
}
