internal import HubTenancy
internal import Logging
internal import NIOCore
internal import NIOHTTP1
internal import NIOWebSocket
internal import Runtime
internal import Telemetry

/// Serves WebSockets: lets them in, reads what they ask, and writes what waits for them.
struct LiveServer: Sendable {
    static let paths: Set<String> = ["/ws", "/ws/gateway"]
    static let messageBytesMax = 65_536
    private static let authenticationSeconds = 10.0
    private static let pingSeconds = 20.0
    private static let silenceSeconds = 70.0

    let hub: LiveHub
    let requests: LiveRequests
    let origins: OriginRules
    /// How long updates are gathered; 0 for not at all.
    let windowSeconds: Double
    let messagesMax: Int
    let clientsMax: Int
    let channelsMax: Int
    let clock: any Clock

    /// Whether a request may become a WebSocket; others are answered by HTTP, which says why not.
    @Sendable func accepts(_ head: HTTPRequestHead) -> Bool {
        let path = head.uri.prefix { $0 != "?" }
        return head.method == .GET && Self.paths.contains(String(path))
            && head.headers[canonicalForm: "Upgrade"].contains { $0.lowercased() == "websocket" }
            && head.headers.first(name: "Sec-WebSocket-Version") == "13"
            && head.headers["Sec-WebSocket-Key"].count == 1
            && origins.allows(origin: head.headers.first(name: "Origin"), host: head.headers.first(name: "Host"))
            && hub.clientCount < clientsMax
    }

    func makeClient(_ handshake: LiveHandshake) -> LiveClient {
        LiveClient(handshake: handshake, messagesMax: messagesMax, channelsMax: channelsMax, now: clock.uptime())
    }

    /// Serves one socket to its end.
    func serve(_ channel: NIOAsyncChannel<WebSocketFrame, WebSocketFrame>, _ client: LiveClient) async {
        hub.add(client)
        defer { hub.remove(client) }
        do {
            try await channel.executeThenClose { inbound, outbound in
                await withTaskGroup { group in
                    group.addTask { await read(inbound, client) }
                    group.addTask { await write(outbound, client) }
                    group.addTask { await watch(client) }
                    await group.next()
                    client.finish()
                    group.cancelAll()
                }
            }
        } catch {
            // The peer closed the connection under us: nothing is left to be told to it.
            return
        }
    }

    private func read(_ inbound: NIOAsyncChannelInboundStream<WebSocketFrame>, _ client: LiveClient) async {
        do {
            if let token = client.handshake.token { await requests.authenticate(token, client) }
            for try await frame in inbound {
                client.heard(at: clock.uptime())
                switch frame.opcode {
                case .text: await text(frame, client)
                case .ping: client.send(.pong(bytes(frame)))
                case .pong: break
                case .connectionClose:
                    client.close(.normal)
                    return await linger()
                default: client.close(.unsupportedData)
                }
            }
        } catch {
            client.close(.protocolError)
            await linger()
        }
    }

    /// Leaves the writer a moment to say why; it ends the group when it has.
    private func linger() async {
        try? await Task.sleep(for: .seconds(1))
    }

    private func text(_ frame: WebSocketFrame, _ client: LiveClient) async {
        var payload = bytes(frame)
        if frame.rsv1 {
            guard client.handshake.compresses,
                let inflated = Deflate.decompress(payload, bytesMax: Self.messageBytesMax)
            else { return client.close(.protocolError) }
            payload = inflated
        }
        await requests.handle(payload, client)
    }

    private func bytes(_ frame: WebSocketFrame) -> [UInt8] {
        Array(frame.unmaskedData.readableBytesView)
    }

    private func write(_ outbound: NIOAsyncChannelOutboundWriter<WebSocketFrame>, _ client: LiveClient) async {
        let writer = LiveWriter(hub: hub, compresses: client.handshake.compresses)
        await withDiscardingTaskGroup { timers in
            var due = clock.uptime()
            var armed: Uptime?
            for await _ in client.signals {
                let wait = due.seconds(since: clock.uptime())
                if wait > 0, !client.isUrgent {
                    if armed != due {
                        armed = due
                        timers.addTask {
                            try? await Task.sleep(for: .seconds(wait + 0.002))
                            client.wake()
                        }
                    }
                    continue
                }
                let departure = client.takeAll()
                guard (try? await outbound.write(contentsOf: writer.frames(departure))) != nil else { break }
                if departure.closure != nil { break }
                if departure.hasNews { due = clock.uptime().advanced(seconds: windowSeconds) }
            }
            timers.cancelAll()
        }
    }

    /// Ends sockets that never say who they are, whose token runs out, and those behind which nobody is any more.
    private func watch(_ client: LiveClient) async {
        try? await Task.sleep(for: .seconds(Self.authenticationSeconds))
        if client.claims == nil { client.close(.authenticationTimeout) }
        while !Task.isCancelled {
            if let claims = client.claims, !requests.isValid(claims) { client.close(.unauthenticated) }
            if clock.uptime().seconds(since: client.heardAt) > Self.silenceSeconds { client.close(.silent) }
            client.send(.ping)
            try? await Task.sleep(for: .seconds(Self.pingSeconds))
        }
    }
}
