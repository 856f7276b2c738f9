internal import NIOCore
internal import NIOHTTP1

/// Lets only those requests ask for a WebSocket that may have one; from others it strips the asking.
///
/// Without it, a request that carries `Upgrade` and is not upgraded (`curl --http2`, a refused path) loses its head in
/// NIO's upgrade handler, and the connection closes unanswered. It also ends connections that send no request at all.
final class UpgradeFilter: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart

    private let accepts: (HTTPRequestHead) -> Bool
    private let headDeadline: TimeAmount
    private var deadline: Scheduled<Void>?

    init(headDeadline: TimeAmount, accepts: @escaping (HTTPRequestHead) -> Bool) {
        self.headDeadline = headDeadline
        self.accepts = accepts
    }

    func handlerAdded(context: ChannelHandlerContext) {
        let channel = context.channel
        deadline = context.eventLoop.scheduleTask(in: headDeadline) { channel.close(promise: nil) }
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        deadline?.cancel()
    }

    func channelInactive(context: ChannelHandlerContext) {
        deadline?.cancel()
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard case .head(var head) = unwrapInboundIn(data) else {
            context.fireChannelRead(data)
            return
        }
        deadline?.cancel()
        if head.headers.contains(name: "Upgrade"), !accepts(head) {
            head.headers.remove(name: "Upgrade")
            head.headers.remove(name: "HTTP2-Settings")
            Self.removeUpgradeToken(&head.headers)
        }
        context.fireChannelRead(wrapInboundOut(.head(head)))
    }

    private static func removeUpgradeToken(_ headers: inout HTTPHeaders) {
        let kept = headers[canonicalForm: "Connection"]
            .filter { !["upgrade", "http2-settings"].contains($0.lowercased()) }
        headers.remove(name: "Connection")
        if !kept.isEmpty { headers.add(name: "Connection", value: kept.joined(separator: ", ")) }
    }
}
