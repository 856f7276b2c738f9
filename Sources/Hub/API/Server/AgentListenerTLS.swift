internal import HubTenancy
internal import NIOCore
internal import NIOSSL
internal import Runtime
internal import Synchronization

/// TLS for agents: shows the hub's certificate, and takes only certificates of the hub's own authority.
///
/// The hub's own certificate is drawn anew, key and all, every 30 days, for the connections from then on.
final class AgentListenerTLS: Sendable {
    private struct State {
        var context: NIOSSLContext
        var drawnAt: Uptime
    }

    private let authority: CertificateAuthority
    private let options: AgentListenerOptions
    private let metrics: RoundMetrics
    private let clock: any Clock
    private let state: Mutex<State>

    /// Throws when a configured file is not there or is none of PEM.
    init(
        _ options: AgentListenerOptions, authority: CertificateAuthority, metrics: RoundMetrics, clock: any Clock
    ) throws {
        self.metrics = metrics
        self.authority = authority
        self.options = options
        self.clock = clock
        state = Mutex(
            State(context: try Self.context(options, authority: authority), drawnAt: clock.uptime()))
    }

    /// What handles TLS on a connection; who the agent is comes to stand in `peer`.
    ///
    /// An expired certificate passes here, for it may still be renewed; one of another authority does not.
    func handler(for peer: AgentPeer) -> NIOSSLServerHandler {
        NIOSSLServerHandler(context: context) { [authority, metrics] chain, promise in
            do {
                guard let shown = chain.first else { throw CertificateFault.missing }
                peer.certificate = try authority.check(try shown.toDERBytes())
                promise.succeed(.certificateVerified(VerificationMetadata(nil)))
            } catch {
                metrics.refused((error as? CertificateFault ?? .notOurs("cannot be read")).code)
                promise.succeed(.failed)
            }
        }
    }

    private var context: NIOSSLContext {
        let now = clock.uptime()
        return state.withLock { state in
            // Without a new one the old one still serves: it does not end.
            if options.tls == nil, now.seconds(since: state.drawnAt) > Self.renewAfterSeconds,
                let context = try? Self.context(options, authority: authority)
            {
                state = State(context: context, drawnAt: now)
            }
            return state.context
        }
    }

    private static func context(
        _ options: AgentListenerOptions, authority: CertificateAuthority
    ) throws -> NIOSSLContext {
        let chain: [NIOSSLCertificate]
        let key: NIOSSLPrivateKey
        if let files = options.tls {
            chain = try NIOSSLCertificate.fromPEMFile(files.certificate)
            key = try NIOSSLPrivateKey(file: files.key, format: .pem)
        } else {
            let own = try authority.issueServer(names: options.serverNames)
            chain = try NIOSSLCertificate.fromPEMBytes(Array(own.certificatePEM.utf8))
            key = try NIOSSLPrivateKey(bytes: Array(own.keyPEM.utf8), format: .pem)
        }
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key))
        // From 1.3 on the agent's certificate travels encrypted.
        configuration.minimumTLSVersion = .tlsv13
        configuration.applicationProtocols = ["http/1.1"]
        configuration.certificateVerification = .noHostnameVerification
        configuration.trustRoots = .certificates(
            try NIOSSLCertificate.fromPEMBytes(Array(authority.certificatesPEM.utf8)))
        return try NIOSSLContext(configuration: configuration)
    }

    private static let renewAfterSeconds = 30.0 * 86_400
}
