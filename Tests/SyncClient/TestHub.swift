import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import Synchronization

/// A hub of a few lines: answers each request as it is told, on a port of its own.
final class TestHub: Sendable {
    struct Request: Sendable {
        var path: String
        var headers: [(String, String)]
        var body: [UInt8]
        /// Counts connections from 1.
        var connection: Int
    }

    enum Behaviour: Sendable {
        case reply(status: Int, headers: [(String, String)] = [], body: [UInt8])
        /// Takes the request and says nothing.
        case silence
        /// Closes the connection without an answer.
        case hangUp
        /// Answers, and closes the connection without having said so.
        case replyAndHangUp(body: [UInt8])
        /// Begins an answer and closes the connection in the middle.
        case breakOff
    }

    let port: Int
    private let channel: any Channel
    private let log: Log

    private final class Log: Sendable {
        let requests = Mutex<[Request]>([])
        let connections = Mutex(0)
        let behave: @Sendable (Request) -> Behaviour

        init(behave: @escaping @Sendable (Request) -> Behaviour) { self.behave = behave }
    }

    init(
        group: any EventLoopGroup, tls: NIOSSLContext? = nil, behave: @escaping @Sendable (Request) -> Behaviour
    ) async throws {
        let log = Log(behave: behave)
        self.log = log
        channel = try await ServerBootstrap(group: group)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let number = log.connections.withLock { count in
                        count += 1
                        return count
                    }
                    if let tls { try channel.pipeline.syncOperations.addHandler(Self.handler(tls)) }
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                    try channel.pipeline.syncOperations.addHandler(Handler(log: log, connection: number))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        port = channel.localAddress?.port ?? 0
    }

    /// As the hub does, it takes the certificate of an agent whatever the wall clock says: time is the test's own.
    private static func handler(_ context: NIOSSLContext) -> NIOSSLServerHandler {
        if context.configuration.certificateVerification == .none { return NIOSSLServerHandler(context: context) }
        return NIOSSLServerHandler(context: context) { (_: [NIOSSLCertificate], promise) in
            promise.succeed(.certificateVerified)
        }
    }

    var requests: [Request] { log.requests.withLock { $0 } }

    func stop() async throws { try await channel.close() }

    private final class Handler: ChannelInboundHandler {
        typealias InboundIn = HTTPServerRequestPart
        typealias OutboundOut = HTTPServerResponsePart

        private let log: Log
        private var request: Request

        init(log: Log, connection: Int) {
            self.log = log
            request = Request(path: "", headers: [], body: [], connection: connection)
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            switch unwrapInboundIn(data) {
            case .head(let head):
                request.path = head.uri
                request.headers = head.headers.map { ($0.name, $0.value) }
                request.body = []
            case .body(let part): request.body += part.readableBytesView
            case .end:
                log.requests.withLock { $0.append(request) }
                carryOut(log.behave(request), context)
            }
        }

        private func carryOut(_ behaviour: Behaviour, _ context: ChannelHandlerContext) {
            switch behaviour {
            case .reply(let status, let headers, let body): reply(status, headers, body, body.count, context)
            case .silence: break
            case .hangUp: context.close(promise: nil)
            case .replyAndHangUp(let body):
                reply(200, [], body, body.count, context)
                context.close(promise: nil)
            case .breakOff:
                reply(200, [], [1, 2, 3], 1_000, context)
                context.close(promise: nil)
            }
        }

        private func reply(
            _ status: Int, _ headers: [(String, String)], _ body: [UInt8], _ length: Int,
            _ context: ChannelHandlerContext
        ) {
            let head = HTTPResponseHead(
                version: .http1_1, status: HTTPResponseStatus(statusCode: status),
                headers: HTTPHeaders(headers + [("Content-Length", String(length))]))
            context.write(wrapOutboundOut(.head(head)), promise: nil)
            context.writeAndFlush(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: body)))), promise: nil)
            if body.count == length { context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil) }
        }
    }
}
