import MillwrightDevice
import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// A hub or an agent that a test plays: answers by a closure, and remembers what it was asked.
final class PlayedAPI: Sendable {
    struct Request: Sendable, Equatable {
        var method: String
        var path: String
        var body: JSONValue?
        var token: String?

        /// As `GET /api/x`.
        var line: String { "\(method) \(path)" }
    }

    struct Answer: Sendable {
        var status = 200
        var body: JSONValue?

        static func data(_ data: JSONValue, hasMore: Bool = false) -> Answer {
            Answer(
                body: .object([
                    "status": .string("success"), "data": data,
                    "pagination": .object(["hasMore": .bool(hasMore)]),
                ]))
        }

        static func error(_ status: Int, _ code: String, _ message: String = "No.") -> Answer {
            Answer(
                status: status,
                body: .object([
                    "status": .string("error"),
                    "error": .object(["code": .string(code), "message": .string(message)]),
                ]))
        }
    }

    private final class Memory: Sendable {
        let requests = Mutex<[Request]>([])
    }

    private let channel: any Channel
    private let memory: Memory

    /// All that it was asked.
    var requests: [Request] { memory.requests.withLock { $0 } }

    var address: String { "http://127.0.0.1:\(channel.localAddress?.port ?? 0)" }

    /// Plays on a free port, or on a Unix socket.
    init(socket: String? = nil, answer: @escaping @Sendable (Request) -> Answer) async throws {
        let memory = Memory()
        self.memory = memory
        let bootstrap = ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                    try channel.pipeline.syncOperations.addHandler(
                        PlayingHandler { request in
                            memory.requests.withLock { $0.append(request) }
                            return answer(request)
                        })
                }
            }
        if let socket {
            channel = try await bootstrap.bind(unixDomainSocketPath: socket).get()
        } else {
            channel = try await bootstrap.bind(host: "127.0.0.1", port: 0).get()
        }
    }

    deinit { channel.close(promise: nil) }
}

/// One connection: one request, one answer.
private final class PlayingHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let answer: (PlayedAPI.Request) -> PlayedAPI.Answer
    private var head: HTTPRequestHead?
    private var body: [UInt8] = []

    init(answer: @escaping (PlayedAPI.Request) -> PlayedAPI.Answer) {
        self.answer = answer
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head): self.head = head
        case .body(let part): body += part.readableBytesView
        case .end:
            guard let head else { return }
            let token = head.headers.first(name: "Authorization").map { String($0.dropFirst("Bearer ".count)) }
            let answer = answer(
                PlayedAPI.Request(
                    method: head.method.rawValue, path: head.uri, body: body.isEmpty ? nil : JSONValue(body),
                    token: token))
            write(answer, context)
        }
    }

    private func write(_ answer: PlayedAPI.Answer, _ context: ChannelHandlerContext) {
        let bytes = answer.body.map { Array($0.description.utf8) } ?? []
        let head = HTTPResponseHead(
            version: .http1_1, status: HTTPResponseStatus(statusCode: answer.status),
            headers: ["Content-Length": String(bytes.count), "Connection": "close"])
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: bytes)))), promise: nil)
        let channel = context.channel
        context.writeAndFlush(wrapOutboundOut(.end(nil))).whenComplete { _ in channel.close(promise: nil) }
    }
}
