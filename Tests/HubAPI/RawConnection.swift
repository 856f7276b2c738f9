import NIOCore
import NIOPosix

/// Bytes to the hub as they are, for what no client library would send.
enum RawConnection {
    /// Sends a text and returns the first bytes that come back.
    static func exchange(_ text: String, port: Int) async throws -> String {
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        return try await channel.executeThenClose { inbound, outbound in
            try await outbound.write(ByteBuffer(string: text))
            for try await bytes in inbound { return String(buffer: bytes) }
            return ""
        }
    }
}
