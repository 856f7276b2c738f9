internal import Glibc
internal import NIOCore
internal import NIOHTTP1
public import NIOPosix
internal import SyncWire

/// The agent's control socket: everything on the gateway that changes something comes in here.
///
/// HTTP/1.1 with JSON over a Unix socket of mode 0660. Who may connect is a matter of the socket's owner and group;
/// who has connected the kernel says (`SO_PEERCRED`), so no password is needed. Connections, the size of a request and
/// the time that a connection may stay silent are bounded.
public final class ControlServer: Sendable {
    /// Connections at a time; one more is closed at once.
    public static let connectionsMax = 16
    /// Bytes of a request's body at most.
    public static let bodyBytesMax = FieldValue.bytesMax

    /// Where it listens.
    public let path: String
    private let channel: any Channel

    private init(path: String, channel: any Channel) {
        self.path = path
        self.channel = channel
    }

    /// Listens until `stop`; a socket that an agent before this one left is removed.
    ///
    /// The folder's lock keeps two agents from the same socket.
    public static func start(
        path: String, source: any ControlSource, on group: MultiThreadedEventLoopGroup
    ) throws -> ControlServer {
        let count = ConnectionCount(limit: connectionsMax)
        let bootstrap = ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: 16)
            .childChannelInitializer { channel in
                guard count.enter() else { return channel.eventLoop.makeFailedFuture(ControlSocketFull()) }
                channel.closeFuture.whenComplete { _ in count.leave() }
                return channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    try pipeline.addHandler(IdleStateHandler(readTimeout: .seconds(30)))
                    try pipeline.configureHTTPServerPipeline(withErrorHandling: true)
                    try pipeline.addHandler(ControlHandler(source: source))
                }
            }
        // Nobody else gets in between the making of the socket and its mode.
        let mask = umask(0o117)
        defer { umask(mask) }
        let channel = try bootstrap.bind(unixDomainSocketPath: path, cleanupExistingSocketFile: true).wait()
        return ControlServer(path: path, channel: channel)
    }

    /// Stops listening and removes the socket.
    public func stop() {
        channel.close(promise: nil)
        unlink(path)
    }
}

/// Why a connection is closed at once.
private struct ControlSocketFull: Error {}
