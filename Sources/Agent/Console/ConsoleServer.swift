internal import NIOCore
internal import NIOHTTP1
public import NIOPosix

/// The gateway's own small web server: health, metrics, status and one page, for the loopback interface.
///
/// It only reads, so it needs no log-in; a request whose `Host` is a name other than `localhost` is refused, which
/// keeps web pages of other sites from reading it through a name that they point at this machine. Connections, the
/// time that one may stay silent, and the size of a request are bounded.
public final class ConsoleServer: Sendable {
    /// Connections at a time; one more is closed at once.
    public static let connectionsMax = 32

    private let channel: any Channel

    /// The port that it listens on, which the system chose when 0 was asked for.
    public var port: Int { channel.localAddress?.port ?? 0 }

    private init(channel: any Channel) {
        self.channel = channel
    }

    /// Listens on an address until `stop`; throws when the address is taken or is none.
    public static func start(
        host: String, port: Int, source: any ConsoleSource, on group: MultiThreadedEventLoopGroup
    ) throws -> ConsoleServer {
        let pages = ConsolePages(source: source)
        let count = ConnectionCount(limit: connectionsMax)
        let bootstrap = ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: 64)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                guard count.enter() else { return channel.eventLoop.makeFailedFuture(ConsoleFull()) }
                channel.closeFuture.whenComplete { _ in count.leave() }
                return channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    try pipeline.addHandler(IdleStateHandler(readTimeout: .seconds(30)))
                    try pipeline.configureHTTPServerPipeline(withErrorHandling: true)
                    try pipeline.addHandler(ConsoleHandler(pages: pages))
                }
            }
        return ConsoleServer(channel: try bootstrap.bind(host: host, port: port).wait())
    }

    /// Stops listening; connections end with their next silence.
    public func stop() {
        channel.close(promise: nil)
    }
}

/// Why a connection is closed at once.
private struct ConsoleFull: Error {}
