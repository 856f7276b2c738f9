/// A certificate that was just issued: what it says, and its text for the agent.
public struct IssuedCertificate: Hashable, Sendable {
    /// What it says.
    public var certificate: AgentCertificate
    /// The certificate (PEM).
    public var pem: String

    /// A certificate with its text.
    public init(certificate: AgentCertificate, pem: String) {
        self.certificate = certificate
        self.pem = pem
    }
}
