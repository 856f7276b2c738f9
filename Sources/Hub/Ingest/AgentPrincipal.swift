public import HubTenancy
public import Telemetry

/// The agent that a certificate names, and its tenant; nothing in a body can say otherwise.
public struct AgentPrincipal: Hashable, Sendable {
    /// The tenant that the certificate names.
    public let scope: TenantScope
    /// The id that its enrolment gave it.
    public let agent: AgentID
    /// The certificate that it showed; the round's transaction looks whether it still stands.
    ///
    /// Nothing where rounds come from no network.
    public let certificate: AgentCertificate?

    /// For an agent that comes from no network.
    public init(scope: TenantScope, agent: AgentID) {
        self.scope = scope
        self.agent = agent
        certificate = nil
    }

    /// For the agent that a checked certificate names.
    public init(_ certificate: AgentCertificate) {
        scope = certificate.scope
        agent = certificate.agent
        self.certificate = certificate
    }
}
