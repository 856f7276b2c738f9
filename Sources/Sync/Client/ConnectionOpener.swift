internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix
internal import NIOSSL

/// Opens connections: TCP, TLS where the endpoint says so, HTTP/1.1.
struct ConnectionOpener: Sendable {
    private let endpoint: HubEndpoint
    private let tls: NIOSSLContext?
    private let eventLoop: any EventLoop

    init(endpoint: HubEndpoint, trust: HubTrust, eventLoop: any EventLoop) throws(HubClientError) {
        self.endpoint = endpoint
        self.eventLoop = eventLoop
        guard endpoint.isSecure else {
            tls = nil
            return
        }
        do {
            var configuration = TLSConfiguration.makeClientConfiguration()
            if let identity = trust.identity {
                configuration.minimumTLSVersion = .tlsv13
                configuration.trustRoots = .certificates(try Self.certificates(identity.authoritiesPEM))
                if let file = trust.authoritiesFile { configuration.additionalTrustRoots = [.file(file)] }
                configuration.certificateChain = try Self.certificates(identity.certificatePEM)
                    .map { .certificate($0) }
                configuration.privateKey = .privateKey(
                    try NIOSSLPrivateKey(bytes: Array(identity.keyPEM.utf8), format: .pem))
            } else if let file = trust.authoritiesFile {
                configuration.trustRoots = .file(file)
            }
            tls = try NIOSSLContext(configuration: configuration)
        } catch {
            throw .tlsInvalid("\(error)")
        }
    }

    /// Opens a connection whose answers go to `handler`, which is made on the event loop.
    func open(
        timeout: TimeAmount, handler: @escaping @Sendable () -> AnswerHandler
    ) -> EventLoopFuture<any Channel> {
        ClientBootstrap(group: eventLoop)
            .connectTimeout(timeout)
            .channelOption(.socketOption(.tcp_nodelay), value: 1)
            .channelInitializer { [endpoint, tls] channel in
                channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    if let tls {
                        // An address has no server name to ask for; its certificate is checked by address.
                        let name = Self.isAddress(endpoint.host) ? nil : endpoint.host
                        try pipeline.addHandler(NIOSSLClientHandler(context: tls, serverHostname: name))
                    }
                    try pipeline.addHTTPClientHandlers()
                    try pipeline.addHandler(handler())
                }
            }
            .connect(host: endpoint.host, port: endpoint.port)
    }

    private static func certificates(_ pem: String) throws -> [NIOSSLCertificate] {
        try NIOSSLCertificate.fromPEMBytes(Array(pem.utf8))
    }

    private static func isAddress(_ host: String) -> Bool {
        (try? SocketAddress(ipAddress: host, port: 0)) != nil
    }
}
