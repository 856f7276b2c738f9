internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix
internal import NIOSSL
internal import SyncClient
internal import Synchronization

/// One HTTP/1.1 request and its answer, on a connection of its own, over TCP, TLS or a Unix socket.
///
/// A command makes a handful of requests, so connections are not kept: none can have been closed by the other side
/// meanwhile. Certificates are always verified. Answers are bounded, and each exchange ends by its deadline.
struct HTTPExchange: Sendable {
    /// Bytes of an answer at most.
    static let answerBytesMax = 64 << 20

    let target: APITarget
    /// PEM file of the authorities to trust instead of the system's.
    let authoritiesFile: String?
    let deadlineSeconds: Double

    /// Sends a request; throws `HTTPExchangeError` when no answer came, and returns refusals as they are.
    func run(_ method: APIMethod, _ uri: String, headers: [(String, String)], body: [UInt8]) async throws -> HTTPReply {
        try await withThrowingTaskGroup(of: HTTPReply.self) { group in
            group.addTask { try await exchange(method, uri, headers: headers, body: body) }
            group.addTask {
                try await Task.sleep(for: .seconds(deadlineSeconds))
                throw HTTPExchangeError.timedOut
            }
            defer { group.cancelAll() }
            guard let reply = try await group.next() else { throw HTTPExchangeError.timedOut }
            return reply
        }
    }

    private typealias Connection = NIOAsyncChannel<HTTPClientResponsePart, HTTPClientRequestPart>

    private func exchange(
        _ method: APIMethod, _ uri: String, headers: [(String, String)], body: [UInt8]
    ) async throws -> HTTPReply {
        var headers = HTTPHeaders(headers)
        headers.replaceOrAdd(name: "Host", value: hostInHeader)
        headers.replaceOrAdd(name: "Connection", value: "close")
        headers.replaceOrAdd(name: "Content-Length", value: String(body.count))
        let head = HTTPRequestHead(
            version: .http1_1, method: HTTPMethod(rawValue: method.rawValue), uri: basePath + uri, headers: headers)
        let connection = try await open()
        // The other side closes when it has answered, be it before it has read all (a refusal), and then writing or
        // closing fails here: an answer that came is the answer all the same.
        let received = Mutex<HTTPReply?>(nil)
        do {
            return try await connection.executeThenClose { inbound, outbound in
                var unsent: (any Error)?
                do {
                    try await outbound.write(.head(head))
                    if !body.isEmpty { try await outbound.write(.body(.byteBuffer(ByteBuffer(bytes: body)))) }
                    try await outbound.write(.end(nil))
                } catch {
                    unsent = error
                }
                do {
                    let reply = try await Self.reply(inbound)
                    received.withLock { $0 = reply }
                    return reply
                } catch {
                    throw unsent ?? error
                }
            }
        } catch {
            if let reply = received.withLock({ $0 }) { return reply }
            throw Self.failure(error)
        }
    }

    private static func failure(_ error: any Error) -> HTTPExchangeError {
        (error as? HTTPExchangeError) ?? .unreachable(ConnectionFault.words(error))
    }

    private static func reply(_ parts: NIOAsyncChannelInboundStream<HTTPClientResponsePart>) async throws -> HTTPReply {
        var head: HTTPResponseHead?
        var body: [UInt8] = []
        for try await part in parts {
            switch part {
            case .head(let received): head = received
            case .body(let bytes):
                guard body.count + bytes.readableBytes <= answerBytesMax else { throw HTTPExchangeError.tooLarge }
                body.append(contentsOf: bytes.readableBytesView)
            case .end:
                guard let head else { continue }
                return HTTPReply(
                    status: Int(head.status.code), retryAfter: head.headers.first(name: "Retry-After"), body: body)
            }
        }
        throw HTTPExchangeError.unreachable("the connection was closed before the answer was whole")
    }

    private func open() async throws -> Connection {
        let bootstrap = ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connectTimeout(.milliseconds(Int64(deadlineSeconds * 1_000)))
        do {
            switch target {
            case .agent(let socket):
                return try await bootstrap.connect(unixDomainSocketPath: socket) { Self.prepared($0, tls: nil) }
            case .hub(let endpoint):
                let tls = try endpoint.isSecure ? TLS(endpoint, authoritiesFile: authoritiesFile) : nil
                return try await bootstrap.connect(host: endpoint.host, port: endpoint.port) {
                    Self.prepared($0, tls: tls)
                }
            }
        } catch {
            throw Self.failure(error)
        }
    }

    private static func prepared(_ channel: any Channel, tls: TLS?) -> EventLoopFuture<Connection> {
        channel.eventLoop.makeCompletedFuture {
            let pipeline = channel.pipeline.syncOperations
            if let tls { try pipeline.addHandler(NIOSSLClientHandler(context: tls.context, serverHostname: tls.name)) }
            try pipeline.addHTTPClientHandlers()
            return try Connection(wrappingChannelSynchronously: channel)
        }
    }

    private var basePath: String {
        if case .hub(let endpoint) = target { endpoint.basePath } else { "" }
    }

    private var hostInHeader: String {
        guard case .hub(let endpoint) = target else { return "localhost" }
        return "\(endpoint.host.contains(":") ? "[\(endpoint.host)]" : endpoint.host):\(endpoint.port)"
    }

    private struct TLS: Sendable {
        let context: NIOSSLContext
        /// An address has no server name to ask for; its certificate is checked by address.
        let name: String?

        init(_ endpoint: HubEndpoint, authoritiesFile: String?) throws {
            var configuration = TLSConfiguration.makeClientConfiguration()
            if let authoritiesFile { configuration.trustRoots = .file(authoritiesFile) }
            do {
                context = try NIOSSLContext(configuration: configuration)
            } catch {
                throw HTTPExchangeError.trustInvalid("\(error)")
            }
            name = (try? SocketAddress(ipAddress: endpoint.host, port: 0)) == nil ? endpoint.host : nil
        }
    }
}
