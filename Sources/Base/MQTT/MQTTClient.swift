internal import CMosquitto
internal import Glibc

/// One connection to a broker, driven by the loop of the thread that owns it: nothing happens outside its calls.
///
/// The owner polls `socket` (for reading, and for writing while `wantsWrite`), then calls
/// 1. `readAvailable`: the handler hears each message, and acknowledgements are only queued;
/// 2. whatever makes the messages safe;
/// 3. `write`: now the acknowledgements leave. A crash before it loses nothing: the broker sends those messages again.
///
/// and `misc` about once a second. None of these waits. Not thread-safe; one thread owns it from start to end.
/// The handler is held weakly: its owner keeps it.
public final class MQTTClient {
    /// As given when it was made; a change needs another client.
    public let options: MQTTClientOptions
    /// Who hears what comes; held weakly and looked up once a call, not once a message.
    public weak var handler: (any MQTTHandler)?

    private(set) var handle: OpaquePointer
    /// The handler during a call.
    var listener: (any MQTTHandler)?
    /// Callbacks since the client was made; tells whether a read made progress.
    var callbacks: UInt64 = 0
    var messages: UInt64 = 0
    private var messagesAtLastWrite: UInt64 = 0
    var refusal: MQTTError?
    private var hasConnectedBefore = false

    /// A client that is not connected yet.
    ///
    /// Throws when an option or a TLS file cannot be used.
    public init(options: MQTTClientOptions, handler: (any MQTTHandler)? = nil) throws(MQTTError) {
        handle = try Self.newHandle(options)
        self.options = options
        self.handler = handler
        try hear()
    }

    deinit { mosquitto_destroy(handle) }

    /// The socket to poll, which changes with every `connect`; nothing while there is none.
    public var socket: Int32? {
        let descriptor = mosquitto_socket(handle)
        return descriptor < 0 ? nil : descriptor
    }

    /// Whether something waits to be written, acknowledgements included.
    public var wantsWrite: Bool { mosquitto_want_write(handle) }

    /// Begins to connect, the first time or again; `mqttConnected` or `mqttDisconnected` tells how it ended.
    ///
    /// Does not wait for the broker, but does for the name server when `host` is a name. Then poll for writing too.
    /// Unacknowledged messages of this client are sent again by themselves when the broker has accepted, unless
    /// `options.resendsUnacknowledged` is false; then this is not to be called from inside of the handler.
    public func connect() throws(MQTTError) {
        refusal = nil
        if hasConnectedBefore, !options.resendsUnacknowledged { try renew() }
        errno = 0
        let result =
            hasConnectedBefore
            ? mosquitto_reconnect_async(handle)
            : mosquitto_connect_async(handle, options.host, Int32(options.port), Int32(options.keepAliveSeconds))
        if let error = MQTTError.of(result: result, about: address) { throw error }
        hasConnectedBefore = true
    }

    /// Hands waiting messages to the handler, until the socket is drained or `maximum` messages have come.
    ///
    /// No poll between messages, and no allocation of ours for one. A lost connection is told to the handler.
    public func readAvailable(maximum: Int) -> MQTTReadOutcome {
        let outer = beginListening()
        defer { listener = outer }
        let first = messages
        var fruitless = 0
        while messages - first < UInt64(max(1, maximum)) {
            guard mosquitto_socket(handle) >= 0 else { break }
            let before = callbacks
            errno = 0
            let result = mosquitto_loop_read(handle, 1)
            guard result == 0 else {
                tellLoss(result, unlessHeardSince: before)
                break
            }
            if callbacks != before { continue }
            // Nothing was heard: the socket is empty, or a packet came that has no callback (PINGRESP, PUBREL). Only
            // here does errno tell: a queued acknowledgement leaves EAGAIN of libmosquitto's wake-up pipe in it.
            fruitless += 1
            if errno == EAGAIN || fruitless > 8 { return outcome(since: first, isDrained: true) }
        }
        return outcome(since: first, isDrained: mosquitto_socket(handle) < 0)
    }

    /// Sends what waits, as far as the network takes it now.
    ///
    /// Call it only when what was read is safe.
    ///
    /// Several acknowledgements leave in few segments: without the cork each of four bytes would be a packet.
    public func write() {
        guard mosquitto_want_write(handle), let socket else { return }
        let outer = beginListening()
        defer { listener = outer }
        let corks = messages &- messagesAtLastWrite > 2
        messagesAtLastWrite = messages
        if corks { setCork(socket, 1) }
        let before = callbacks
        errno = 0
        let result = mosquitto_loop_write(handle, 1)
        if result != 0 { tellLoss(result, unlessHeardSince: before) }
        if corks, self.socket == socket { setCork(socket, 0) }
    }

    /// Keeps the connection alive and notices a dead one; about once a second.
    public func misc() {
        guard mosquitto_socket(handle) >= 0 else { return }
        let outer = beginListening()
        defer { listener = outer }
        let before = callbacks
        errno = 0
        let result = mosquitto_loop_misc(handle)
        if result != 0 { tellLoss(result, unlessHeardSince: before) }
    }

    /// Says good-bye, which keeps the broker from publishing the last will; `write` until `socket` is nothing.
    public func disconnect() {
        let outer = beginListening()
        defer { listener = outer }
        _ = mosquitto_disconnect(handle)
    }

    /// Ends the connection without another byte of the protocol, for when what was read is not safe: it comes again.
    ///
    /// Acknowledgements that are queued never leave, for `connect` empties the queue. What the socket still holds is
    /// thrown away. The handler hears `mqttDisconnected`; not to be called from inside of it, and nothing happens
    /// before the network's connection is there.
    public func drop() {
        guard let socket, shutdown(socket, Int32(SHUT_RD)) == 0 else { return }
        // libmosquitto closes when it has read to the end, which nobody is to hear of as messages.
        listener = nil
        for _ in 0..<Self.dropReadsMax where mosquitto_socket(handle) >= 0 { _ = mosquitto_loop_read(handle, 1) }
        // Where a peer never lets it come to the end nothing can be written any more, and the next call finds that.
        guard mosquitto_socket(handle) < 0 else { return _ = shutdown(socket, Int32(SHUT_RDWR)) }
        let outer = beginListening()
        defer { listener = outer }
        errno = 0
        heardDisconnect(result: Int32(MOSQ_ERR_CONN_LOST.rawValue))
    }

    /// More packets than a broker sends ahead.
    private static let dropReadsMax = 100_000

    /// libmosquitto closes the socket without its callback when a TLS handshake fails in the middle.
    private func tellLoss(_ result: Int32, unlessHeardSince before: UInt64) {
        if callbacks == before { heardDisconnect(result: result) }
    }

    private static func newHandle(_ options: MQTTClientOptions) throws(MQTTError) -> OpaquePointer {
        guard MQTTLibrary.isReady, let handle = mosquitto_new(options.clientID, options.cleanSession, nil) else {
            throw MQTTError(.optionInvalid, "client id \(options.clientID)")
        }
        return handle
    }

    /// Begins anew, as a new process would: libmosquitto has no other way to forget what it was given to send.
    private func renew() throws(MQTTError) {
        let before = handle
        handle = try Self.newHandle(options)
        do {
            try hear()
        } catch {
            mosquitto_destroy(handle)
            handle = before
            throw error
        }
        mosquitto_destroy(before)
        hasConnectedBefore = false
    }

    private func hear() throws(MQTTError) {
        mosquitto_user_data_set(handle, Unmanaged.passUnretained(self).toOpaque())
        mosquitto_connect_v5_callback_set(handle, mqttHeardConnect)
        mosquitto_disconnect_v5_callback_set(handle, mqttHeardDisconnect)
        mosquitto_message_callback_set(handle, mqttHeardMessage)
        mosquitto_publish_v5_callback_set(handle, mqttHeardPublish)
        mosquitto_subscribe_v5_callback_set(handle, mqttHeardSubscribe)
        try configure()
    }

    /// Looks the handler up for one call; a call from inside of another puts back what it found.
    private func beginListening() -> (any MQTTHandler)? {
        defer { listener = handler }
        return listener
    }

    private var address: String { "\(options.host):\(options.port)" }

    private func outcome(since first: UInt64, isDrained: Bool) -> MQTTReadOutcome {
        MQTTReadOutcome(messages: Int(messages - first), isDrained: isDrained)
    }

    private func setCork(_ socket: Int32, _ value: Int32) {
        var value = value
        setsockopt(socket, Int32(IPPROTO_TCP), TCP_CORK, &value, socklen_t(MemoryLayout<Int32>.size))
    }
}
