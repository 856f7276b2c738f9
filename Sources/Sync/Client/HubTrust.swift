/// Whom a connection trusts, and as whom it shows itself, over TLS.
public struct HubTrust: Sendable, Equatable {
    /// A file of PEM certificates instead of the system's.
    public var authoritiesFile: String?
    /// A file with the agent's certificate, PEM; goes with `keyFile`.
    public var certificateFile: String?
    /// A file with that certificate's private key, PEM; without both files the agent shows no certificate.
    public var keyFile: String?

    /// Names of files; they are read when the connection is made, and `HUB_TLS_INVALID` says when they cannot be.
    public init(authoritiesFile: String? = nil, certificateFile: String? = nil, keyFile: String? = nil) {
        self.authoritiesFile = authoritiesFile
        self.certificateFile = certificateFile
        self.keyFile = keyFile
    }

    /// The system's authorities, and no certificate of one's own.
    public static let system = HubTrust()
}
