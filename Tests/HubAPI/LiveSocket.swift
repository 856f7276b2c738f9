import HubAPI
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOWebSocket
import Synchronization
import TestKit

/// A WebSocket client for tests: what it hears is kept, single messages and those in batches alike.
final class LiveSocket: Sendable {
    private struct Heard {
        var messages: [JSONValue] = []
        var batches = 0
        var closeCode: UInt16?
    }

    private let heard = Mutex(Heard())
    private let channel: any Channel

    private init(_ channel: any Channel) { self.channel = channel }

    /// Connects; throws when the hub does not make it a WebSocket.
    static func connect(
        port: Int, path: String = "/ws", headers: [String: String] = [:]
    ) async throws -> LiveSocket {
        let upgraded = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    let upgrader = NIOTypedWebSocketClientUpgrader<LiveSocket?> { channel, _ in
                        channel.eventLoop.makeCompletedFuture {
                            let socket = LiveSocket(channel)
                            try channel.pipeline.syncOperations.addHandler(LiveReader(socket))
                            return socket
                        }
                    }
                    var head = HTTPRequestHead(version: .http1_1, method: .GET, uri: path)
                    head.headers.add(name: "Host", value: "127.0.0.1:\(port)")
                    for (name, value) in headers { head.headers.add(name: name, value: value) }
                    let configuration = NIOTypedHTTPClientUpgradeConfiguration<LiveSocket?>(
                        upgradeRequestHead: head, upgraders: [upgrader],
                        notUpgradingCompletionHandler: { $0.eventLoop.makeSucceededFuture(nil) })
                    // The hub may speak with the very bytes of its consent, which would else be dropped.
                    var pipeline = NIOUpgradableHTTPClientPipelineConfiguration(upgradeConfiguration: configuration)
                    pipeline.leftOverBytesStrategy = .forwardBytes
                    return try channel.pipeline.syncOperations.configureUpgradableHTTPClientPipeline(
                        configuration: pipeline)
                }
            }
        guard let socket = try await upgraded.get() else { throw LiveSocketRefused() }
        return socket
    }

    /// Connects and says who it is.
    static func connect(port: Int, token: String) async throws -> LiveSocket {
        let socket = try await connect(port: port)
        try await socket.send(["type": "authenticate", "token": .string(token)])
        try await socket.wait(for: "authenticated")
        return socket
    }

    func send(_ message: JSONValue) async throws {
        try await write(.text, JSONWriter.bytes(message))
    }

    func write(_ opcode: WebSocketOpcode, _ bytes: [UInt8]) async throws {
        let frame = WebSocketFrame(
            fin: true, opcode: opcode, maskKey: .random(), data: channel.allocator.buffer(bytes: bytes))
        try await channel.writeAndFlush(frame)
    }

    /// Subscribes and waits until that is confirmed.
    func subscribe(_ channels: String..., since: String? = nil) async throws {
        var fields: [JSONField] = [
            JSONField("type", "subscribe"), JSONField("channels", .array(channels.map { .string($0) })),
        ]
        if let since { fields.append(JSONField("since", .string(since))) }
        try await send(.object(fields))
        try await wait(for: "subscribed")
    }

    /// Waits for the first message of a type, and returns it.
    @discardableResult
    func wait(for type: String) async throws -> JSONValue {
        try await waitUntil("a message \(type); heard \(messages.compactMap { $0["type"]?.text })") {
            messages.contains { $0["type"]?.text == type }
        }
        return messages.first { $0["type"]?.text == type } ?? .null
    }

    /// Waits for the hub's close, and returns its code.
    func waitForClose() async throws -> UInt16? {
        try await waitUntil("the hub closes") { heard.withLock { $0.closeCode != nil } || !channel.isActive }
        return heard.withLock { $0.closeCode }
    }

    func close() async throws { try await channel.close() }

    var messages: [JSONValue] { heard.withLock { $0.messages } }

    var batches: Int { heard.withLock { $0.batches } }

    fileprivate func hear(_ frame: WebSocketFrame) {
        let bytes = Array(frame.unmaskedData.readableBytesView)
        heard.withLock { heard in
            switch frame.opcode {
            case .text:
                guard let message = try? JSONReader.read(bytes) else { return }
                if message["type"]?.text == "batch_update" {
                    heard.batches += 1
                    heard.messages += message["messages"]?.elements ?? []
                } else {
                    heard.messages.append(message)
                }
            case .connectionClose:
                heard.closeCode = bytes.count >= 2 ? UInt16(bytes[0]) << 8 | UInt16(bytes[1]) : 0
            default: break
            }
        }
    }
}

/// The hub answered with HTTP.
struct LiveSocketRefused: Error {}

private final class LiveReader: ChannelInboundHandler {
    typealias InboundIn = WebSocketFrame

    private let socket: LiveSocket

    init(_ socket: LiveSocket) { self.socket = socket }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        socket.hear(unwrapInboundIn(data))
    }
}
