/// Whom a connection trusts, and as whom it shows itself, over TLS.
public struct HubTrust: Sendable, Equatable {
    /// A file of PEM certificates instead of the system's.
    public var authoritiesFile: String?
    /// A file with the agent's certificate, PEM; goes with `keyFile`.
    public var certificateFile: String?
    public var keyFile: String?

    public init(authoritiesFile: String? = nil, certificateFile: String? = nil, keyFile: String? = nil) {
        self.authoritiesFile = authoritiesFile
        self.certificateFile = certificateFile
        self.keyFile = keyFile
    }

    /// The system's authorities, and no certificate of one's own.
    public static let system = HubTrust()
}
