/// A certificate of the listener that agents call, with its key; the key is a secret that is never written down.
public struct ServerCertificate: Sendable {
    /// The certificate (PEM).
    public var certificatePEM: String
    /// Its key (PEM).
    public var keyPEM: String
}
