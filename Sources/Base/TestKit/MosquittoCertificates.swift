/// An authority of a test's own with a certificate for the broker on loopback and one for a client; made by openssl.
public struct MosquittoCertificates: Sendable {
    /// PEM file of the authority.
    public let authorityFile: String
    /// PEM file of the broker's certificate, for `localhost` and 127.0.0.1.
    public let serverFile: String
    /// PEM file of the broker's key.
    public let serverKeyFile: String
    /// PEM file of the client's certificate.
    public let clientFile: String
    /// PEM file of the client's key.
    public let clientKeyFile: String

    /// Makes them in a folder; takes about 0.1 s.
    public init(in folder: TemporaryFolder) async throws {
        authorityFile = folder.file("authority.pem")
        serverFile = folder.file("server.pem")
        serverKeyFile = folder.file("server.key")
        clientFile = folder.file("client.pem")
        clientKeyFile = folder.file("client.key")
        try await Self.run([
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj",
            "/CN=Test authority", "-keyout", folder.file("authority.key"), "-out", authorityFile,
        ])
        try await issue("server", names: "subjectAltName=DNS:localhost,IP:127.0.0.1", in: folder)
        try await issue("client", names: "subjectAltName=DNS:client", in: folder)
    }

    private func issue(_ name: String, names: String, in folder: TemporaryFolder) async throws {
        let request = folder.file("\(name).csr")
        let extensions = try folder.write(names, to: "\(name).ext")
        try await Self.run([
            "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", "/CN=\(name)",
            "-keyout", folder.file("\(name).key"), "-out", request,
        ])
        try await Self.run([
            "x509", "-req", "-in", request, "-CA", authorityFile, "-CAkey", folder.file("authority.key"),
            "-CAcreateserial", "-days", "2", "-extfile", extensions, "-out", folder.file("\(name).pem"),
        ])
    }

    private static func run(_ arguments: [String]) async throws {
        let openssl = try ChildProcess("openssl", arguments)
        guard try await openssl.wait() == .exited(0) else {
            throw WaitingTimedOut(description: "openssl \(arguments.joined(separator: " ")): \(openssl.output)")
        }
    }
}
