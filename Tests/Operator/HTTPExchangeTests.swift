import MillwrightDevice
import NIOCore
import NIOPosix
import TestKit
import Testing

@testable import Operator

/// One exchange with a side that closes as soon as it has answered.
@Suite struct HTTPExchangeTests {
    @Test func anAnswerIsAnAnswerHoweverSoonTheOtherSideCloses() async throws {
        let folder = try TemporaryFolder()
        let socket = folder.file("s")
        let agent = try await PlayedAPI(socket: socket) { _ in .data(.string("done")) }
        let exchange = HTTPExchange(target: .agent(socket: socket), authoritiesFile: nil, deadlineSeconds: 20)
        for _ in 0..<400 {
            let reply = try await exchange.run(.patch, "/api/x", headers: [], body: Array("{}".utf8))
            #expect(reply.status == 200)
        }
        #expect(agent.requests.count == 400)
    }

    @Test func aRefusalThatComesBeforeAllWasSentIsHeard() async throws {
        let folder = try TemporaryFolder()
        let socket = folder.file("s")
        // Answers at the first bytes, reads no more, and closes.
        let server = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelOption(.maxMessagesPerRead, value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(Refusing())
                }
            }
            .bind(unixDomainSocketPath: socket).get()
        let exchange = HTTPExchange(target: .agent(socket: socket), authoritiesFile: nil, deadlineSeconds: 20)
        for _ in 0..<40 {
            let reply = try await exchange.run(
                .patch, "/api/x", headers: [], body: [UInt8](repeating: 120, count: 4 << 20))
            #expect(reply.status == 413)
        }
        try await server.close()
    }
}

/// Says 413 to whatever comes first, and closes when that has gone.
private final class Refusing: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private var hasAnswered = false

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !hasAnswered else { return }
        hasAnswered = true
        let text = "HTTP/1.1 413 Content Too Large\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}"
        let channel = context.channel
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: text)))
            .whenComplete { _ in channel.close(mode: .output, promise: nil) }
    }
}
