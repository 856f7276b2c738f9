/// How a test wants its broker.
public struct MosquittoOptions: Sendable {
    /// Nothing takes a free one.
    public var port: Int?
    /// Keeps sessions and messages over a restart.
    public var isPersistent = false
    /// Unacknowledged messages that it sends ahead; its default of 20 caps throughput.
    public var inflightMessagesMax = 2_000
    /// User names and passwords; empty lets everybody in.
    public var passwords: [String: String] = [:]
    /// PEM files of a TLS listener: authority, certificate, key.
    public var tls: (authorityFile: String, certificateFile: String, keyFile: String)?
    /// Whether clients must show a certificate of that authority.
    public var requiresClientCertificate = false
    /// Further lines of its configuration.
    public var lines: [String] = []

    /// A broker for everybody on loopback, that keeps nothing over a restart.
    public init() {}

    func configuration(port: Int, folder: TemporaryFolder) -> String {
        var text = [
            "per_listener_settings false", "user root", "listener \(port) 127.0.0.1",
            "allow_anonymous \(passwords.isEmpty)", "max_inflight_messages \(inflightMessagesMax)",
            "max_queued_messages 0", "set_tcp_nodelay true", "log_dest stderr", "log_type error", "log_type warning",
            "log_type notice", "persistence \(isPersistent)", "persistence_location \(folder.path)/data/",
        ]
        if !passwords.isEmpty { text.append("password_file \(folder.file("passwords"))") }
        if let tls {
            text += [
                "cafile \(tls.authorityFile)", "certfile \(tls.certificateFile)", "keyfile \(tls.keyFile)",
                "require_certificate \(requiresClientCertificate)",
            ]
        }
        return (text + lines).joined(separator: "\n") + "\n"
    }
}
