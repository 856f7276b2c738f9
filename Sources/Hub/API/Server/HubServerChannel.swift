internal import HTTPTypes
internal import HummingbirdCore
internal import Logging
internal import NIOCore
internal import NIOHTTP1
internal import NIOHTTPTypes
internal import NIOHTTPTypesHTTP1
internal import NIOSSL
internal import NIOWebSocket

/// One connection to the hub's port: HTTP/1.1, or a WebSocket when the first request asks for one that it may have.
struct HubServerChannel: HTTPChannelHandler {
    /// What a connection turned out to be.
    enum Kind: Sendable {
        case http(NIOAsyncChannel<HTTPRequestPart, HTTPResponsePart>)
        case live(NIOAsyncChannel<WebSocketFrame, WebSocketFrame>, LiveClient)
    }

    struct Value: ServerChildChannelValue {
        var channel: any Channel
        var kind: EventLoopFuture<Kind>
    }

    let responder: HTTPChannelHandler.Responder
    let live: LiveServer
    let limits: ServerLimits
    /// Nothing: plain HTTP.
    let tls: NIOSSLContext?

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        channel.eventLoop.makeCompletedFuture {
            if let tls { try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: tls)) }
            let encoder = HTTPResponseEncoder()
            var decoding = NIOHTTPDecoderLimitConfiguration()
            decoding.maxHeaderListSize = limits.headerBytesMax
            decoding.maxHeaderFieldSize = limits.headerBytesMax
            let decoder = ByteToMessageHandler(
                HTTPRequestDecoder(leftOverBytesStrategy: .forwardBytes, limitConfiguration: decoding))
            let filter = UpgradeFilter(headDeadline: limits.headDeadline, accepts: live.accepts)
            let upgrade = NIOTypedHTTPServerUpgradeHandler<Kind>(
                httpEncoder: encoder, extraHTTPHandlers: [decoder, filter],
                upgradeConfiguration: NIOTypedHTTPServerUpgradeConfiguration(
                    upgraders: [webSocket()], notUpgradingCompletionHandler: { http($0, logger: logger) }))
            try channel.pipeline.syncOperations.addHandlers([encoder, decoder, filter, upgrade])
            return Value(channel: channel, kind: upgrade.upgradeResultFuture)
        }
    }

    func handle(value: Value, logger: Logger) async {
        do {
            switch try await value.kind.get() {
            case .http(let channel): await handleHTTP(asyncChannel: channel, logger: logger)
            case .live(let channel, let client): await live.serve(channel, client)
            }
        } catch {
            // The peer went away or spoke no HTTP before there was a request that could be answered.
            logger.trace("connection ended before its first request", metadata: ["error": "\(error)"])
            try? await value.channel.close()
        }
    }

    private func http(_ channel: any Channel, logger: Logger) -> EventLoopFuture<Kind> {
        channel.eventLoop.makeCompletedFuture {
            let pipeline = channel.pipeline.syncOperations
            try pipeline.addHandler(HTTP1ToHTTPServerCodec(secure: false))
            try pipeline.addHandler(
                HTTPConnectionStateHandler(idleTimeout: .nanoseconds(limits.idleTimeout.nanoseconds), logger: logger))
            return .http(
                try NIOAsyncChannel(
                    wrappingChannelSynchronously: channel, configuration: .init(isOutboundHalfClosureEnabled: true)))
        }
    }

    private func webSocket() -> NIOTypedWebSocketServerUpgrader<Kind> {
        NIOTypedWebSocketServerUpgrader<Kind>(
            maxFrameSize: LiveServer.messageBytesMax,
            shouldUpgrade: { channel, head in
                channel.eventLoop.makeSucceededFuture(LiveHandshake(head).answerHeaders)
            },
            upgradePipelineHandler: { channel, head in
                channel.eventLoop.makeCompletedFuture {
                    let client = live.makeClient(LiveHandshake(head))
                    try channel.pipeline.syncOperations.addHandlers([
                        NIOWebSocketFrameAggregator(
                            minNonFinalFragmentSize: 1, maxAccumulatedFrameCount: 64,
                            maxAccumulatedFrameSize: LiveServer.messageBytesMax),
                        QuiesceHandler(stop: { client.close(.goingAway) }),
                    ])
                    return .live(try NIOAsyncChannel(wrappingChannelSynchronously: channel), client)
                }
            })
    }
}
