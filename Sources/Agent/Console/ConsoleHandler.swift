internal import NIOCore
internal import NIOHTTP1

/// One connection of the console: takes a request, waits for its answer, writes it.
final class ConsoleHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    /// Bytes of a request target that are looked at; a longer one is refused.
    private static let targetBytesMax = 1_024
    private static let answerSeconds: Int64 = 5

    private let pages: ConsolePages
    private var head: HTTPRequestHead?

    init(pages: ConsolePages) {
        self.pages = pages
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head): self.head = head
        case .body: self.head?.headers.replaceOrAdd(name: "connection", value: "close")
        case .end:
            guard let head else { return }
            self.head = nil
            answer(head, context: context)
        }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event is IdleStateHandler.IdleStateEvent { return context.close(promise: nil) }
        context.fireUserInboundEventTriggered(event)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    private func answer(_ head: HTTPRequestHead, context: ChannelHandlerContext) {
        guard head.uri.utf8.count <= Self.targetBytesMax else {
            return write(.text(.uriTooLong, "The path is too long."), to: head, context: context)
        }
        let path = String(head.uri.prefix { $0 != "?" })
        let promise = context.eventLoop.makePromise(of: ConsoleAnswer.self)
        let bound = NIOLoopBound((handler: self, context: context), eventLoop: context.eventLoop)
        // A promise that is kept twice would trap, and the time-out may win: so the first of both is taken.
        let once = AnswerOnce(promise, lost: .text(.serviceUnavailable, "The agent is ending."))
        let timeout = context.eventLoop.scheduleTask(in: .seconds(Self.answerSeconds)) {
            once.succeed(.text(.serviceUnavailable, "The agent does not answer; ask again."))
        }
        promise.futureResult.whenSuccess { answer in
            timeout.cancel()
            let (handler, context) = bound.value
            handler.write(answer, to: head, context: context)
        }
        pages.answer(method: head.method, path: path, host: head.headers.first(name: "host")) { once.succeed($0) }
    }

    private func write(_ answer: ConsoleAnswer, to request: HTTPRequestHead, context: ChannelHandlerContext) {
        guard context.channel.isActive else { return }
        var head = HTTPResponseHead(version: request.version, status: answer.status, headers: answer.headers)
        let keepsAlive = request.isKeepAlive
        if !keepsAlive { head.headers.add(name: "Connection", value: "close") }
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        if request.method != .HEAD {
            let body = context.channel.allocator.buffer(bytes: answer.body)
            context.write(wrapOutboundOut(.body(.byteBuffer(body))), promise: nil)
        }
        let written = context.eventLoop.makePromise(of: Void.self)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: written)
        if !keepsAlive {
            let channel = context.channel
            written.futureResult.whenComplete { _ in channel.close(promise: nil) }
        }
    }
}
