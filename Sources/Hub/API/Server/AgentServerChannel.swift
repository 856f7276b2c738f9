internal import HTTPTypes
internal import HummingbirdCore
internal import Logging
internal import NIOCore
internal import NIOHTTP1
internal import NIOHTTPTypes
internal import NIOHTTPTypesHTTP1
internal import Observability

/// One connection of an agent: mutual TLS, HTTP/1.1, kept alive from round to round.
struct AgentServerChannel: HTTPChannelHandler {
    struct Value: ServerChildChannelValue {
        var http: NIOAsyncChannel<HTTPRequestPart, HTTPResponsePart>
        var peer: AgentPeer

        var channel: any Channel { http.channel }
    }

    let responder: HTTPChannelHandler.Responder
    let tls: AgentListenerTLS
    let limits: ServerLimits
    let connections: Gauge

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        channel.eventLoop.makeCompletedFuture {
            let peer = AgentPeer()
            let pipeline = channel.pipeline.syncOperations
            try pipeline.addHandler(tls.handler(for: peer))
            var decoding = NIOHTTPDecoderLimitConfiguration()
            decoding.maxHeaderListSize = limits.headerBytesMax
            decoding.maxHeaderFieldSize = limits.headerBytesMax
            try pipeline.addHandlers([
                HTTPResponseEncoder(),
                ByteToMessageHandler(HTTPRequestDecoder(limitConfiguration: decoding)),
                // Nothing is upgraded here; what does not shake hands or asks nothing is closed.
                UpgradeFilter(headDeadline: limits.headDeadline, accepts: { _ in false }),
                HTTP1ToHTTPServerCodec(secure: true),
                HTTPConnectionStateHandler(idleTimeout: .nanoseconds(limits.idleTimeout.nanoseconds), logger: logger),
            ])
            return Value(
                http: try NIOAsyncChannel(
                    wrappingChannelSynchronously: channel, configuration: .init(isOutboundHalfClosureEnabled: true)),
                peer: peer)
        }
    }

    func handle(value: Value, logger: Logger) async {
        connections.add(1)
        defer { connections.add(-1) }
        await AgentPeer.$current.withValue(value.peer) {
            await handleHTTP(asyncChannel: value.http, logger: logger)
        }
    }
}
