/// Whom a connection trusts, and as whom it shows itself, over TLS.
public struct HubTrust: Sendable, Equatable {
    /// A file of PEM certificates: instead of the system's, or besides those of the identity.
    public var authoritiesFile: String?
    /// As whom the agent shows itself, and whom alone it trusts then; nothing before the enrolment.
    public var identity: AgentIdentity?

    /// The file is read when the connection is made, and `HUB_TLS_INVALID` says when it cannot be.
    public init(authoritiesFile: String? = nil, identity: AgentIdentity? = nil) {
        self.authoritiesFile = authoritiesFile
        self.identity = identity
    }

    /// The system's authorities, and no certificate of one's own.
    public static let system = HubTrust()
}
