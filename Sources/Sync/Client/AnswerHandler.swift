internal import NIOCore
internal import NIOHTTP1

/// Puts one answer together, up to a size, and tells the connection's core.
final class AnswerHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPClientResponsePart
    typealias OutboundOut = HTTPClientRequestPart

    private let core: ConnectionCore
    private let bytesMax: Int
    private var head: HTTPResponseHead?
    private var body: [UInt8] = []

    init(core: ConnectionCore, bytesMax: Int) {
        self.core = core
        self.bytesMax = bytesMax
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            self.head = head
            body = []
            core.answerBegan(on: context.channel)
        case .body(let part):
            guard body.count + part.readableBytes <= bytesMax else {
                core.answerTooLarge(on: context.channel)
                return
            }
            body.append(contentsOf: part.readableBytesView)
        case .end:
            guard let head else { return }
            self.head = nil
            core.answered(head, body: body, on: context.channel)
            body = []
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        core.broke(on: context.channel, why: ConnectionFault.words(error))
        context.close(promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) {
        core.broke(on: context.channel, why: "the hub closed the connection")
        context.fireChannelInactive()
    }
}
