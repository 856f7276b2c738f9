internal import NIOCore

/// Tells a WebSocket that the hub is stopping, which closes it with a code that says so.
final class QuiesceHandler: ChannelInboundHandler {
    typealias InboundIn = NIOAny

    private let stop: @Sendable () -> Void

    init(stop: @escaping @Sendable () -> Void) {
        self.stop = stop
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event is ChannelShouldQuiesceEvent { stop() }
        context.fireUserInboundEventTriggered(event)
    }
}
