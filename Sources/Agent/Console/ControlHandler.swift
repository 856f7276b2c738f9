internal import Glibc
internal import NIOCore
internal import NIOHTTP1
internal import SyncWire

/// One connection of the control socket: takes a request whole, waits for its answer, writes it.
final class ControlHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    /// Bytes of a request target at most.
    private static let targetBytesMax = 4_096
    private static let answerSeconds: Int64 = 10
    private static let scenarioLate = ControlAnswer.error(
        503, "ANALYTICS_LATE", "The scenario takes too long; ask for fewer hours or paths.")

    private let source: any ControlSource
    private var head: HTTPRequestHead?
    private var body: [UInt8] = []
    private var isTooLarge = false

    init(source: any ControlSource) {
        self.source = source
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            self.head = head
            body = []
            isTooLarge = head.uri.utf8.count > Self.targetBytesMax
        case .body(let buffer):
            isTooLarge = isTooLarge || body.count + buffer.readableBytes > ControlServer.bodyBytesMax
            if !isTooLarge { body += buffer.readableBytesView }
        case .end:
            guard let head else { return }
            self.head = nil
            guard !isTooLarge else {
                return write(.error(413, "BODY_TOO_LARGE", "The request is too large."), to: head, context: context)
            }
            identify(head, context: context)
        }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event is IdleStateHandler.IdleStateEvent { return context.close(promise: nil) }
        context.fireUserInboundEventTriggered(event)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    /// Asks the kernel who is at the other end.
    private func identify(_ head: HTTPRequestHead, context: ChannelHandlerContext) {
        guard let provider = context.channel as? any SocketOptionProvider else {
            return context.close(promise: nil)
        }
        let bound = NIOLoopBound((handler: self, context: context), eventLoop: context.eventLoop)
        let peer: EventLoopFuture<PeerCredentials> = provider.unsafeGetSocketOption(
            level: .socket, name: NIOBSDSocket.Option(rawValue: SO_PEERCRED))
        peer.map(\.user).hop(to: context.eventLoop).whenComplete { result in
            let (handler, context) = bound.value
            guard case .success(let user) = result else { return context.close(promise: nil) }
            handler.ask(head, by: ControlCaller(user: user), context: context)
        }
    }

    private func ask(_ head: HTTPRequestHead, by caller: ControlCaller, context: ChannelHandlerContext) {
        var json: FieldValue?
        if !body.isEmpty {
            guard let text = String(validating: body, as: UTF8.self), let value = FieldValue(text) else {
                return write(.error(400, "MALFORMED_REQUEST", "The body is not JSON."), to: head, context: context)
            }
            json = value
        }
        guard let request = ControlRequest(method: head.method.rawValue, target: head.uri, body: json, caller: caller)
        else {
            return write(.error(400, "MALFORMED_REQUEST", "The path is no UTF-8."), to: head, context: context)
        }
        let promise = context.eventLoop.makePromise(of: ControlAnswer.self)
        let bound = NIOLoopBound((handler: self, context: context), eventLoop: context.eventLoop)
        let once = AnswerOnce(promise, lost: .error(503, "AGENT_BUSY", "The agent is ending."))
        let busy = ControlAnswer.error(503, "AGENT_BUSY", "The agent does not answer; ask again.")
        let late = request.isScenario ? Self.scenarioLate : busy
        let seconds = request.isScenario ? ControlRequest.scenarioSeconds : Self.answerSeconds
        let timeout = context.eventLoop.scheduleTask(in: .seconds(seconds)) { once.succeed(late) }
        promise.futureResult.whenSuccess { answer in
            timeout.cancel()
            let (handler, context) = bound.value
            handler.write(answer, to: head, context: context)
        }
        if !source.control(request, reply: { once.succeed($0) }) { once.succeed(busy) }
    }

    private func write(_ answer: ControlAnswer, to request: HTTPRequestHead, context: ChannelHandlerContext) {
        guard context.channel.isActive else { return }
        let headers = HTTPHeaders([
            ("Content-Type", "application/json"), ("Content-Length", String(answer.body.count)),
            ("Cache-Control", "no-store"), ("Connection", "close"),
        ])
        let status = HTTPResponseStatus(statusCode: answer.status)
        context.write(
            wrapOutboundOut(.head(HTTPResponseHead(version: request.version, status: status, headers: headers))),
            promise: nil)
        let body = context.channel.allocator.buffer(bytes: answer.body)
        context.write(wrapOutboundOut(.body(.byteBuffer(body))), promise: nil)
        let channel = context.channel
        let written = context.eventLoop.makePromise(of: Void.self)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: written)
        written.futureResult.whenComplete { _ in channel.close(promise: nil) }
    }
}

/// `struct ucred` of Linux (unix(7)), which Swift does not import.
private struct PeerCredentials: Sendable {
    var process: Int32
    var user: UInt32
    var group: UInt32
}
