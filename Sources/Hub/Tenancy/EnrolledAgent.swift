public import Telemetry

/// An agent that was taken in, whose it is, and its first certificate.
public struct EnrolledAgent: Sendable, Equatable {
    /// The id that it has from now on.
    public var agent: AgentID
    /// Whose it is.
    public var scope: TenantScope
    /// The certificate for the key that it showed.
    public var certificate: IssuedCertificate

    /// An agent of a tenant.
    public init(agent: AgentID, scope: TenantScope, certificate: IssuedCertificate) {
        self.certificate = certificate
        self.agent = agent
        self.scope = scope
    }
}
