public import NIOCore
internal import NIOHTTP1
internal import NIOSSL
public import SyncCore

/// One kept-alive HTTP/1.1 connection to a hub, one request at a time.
///
/// Completions are called once each, on the connection's event loop: hand them on to a mailbox and return. Every
/// request ends by its deadline. A connection that the hub closed while it was idle is opened again and the request
/// sent anew, once: rounds are idempotent. Answers are bounded.
public final class HubConnection: Sendable {
    /// Bytes of an answer at most.
    public static let answerBytesMax = 8 << 20

    /// Where it leads.
    public let endpoint: HubEndpoint

    private let eventLoop: any EventLoop
    private let core: NIOLoopBoundBox<ConnectionCore>

    /// A connection that opens with its first request.
    ///
    /// Throws when the certificates cannot be read.
    public init(
        endpoint: HubEndpoint, trust: HubTrust = .system, group: any EventLoopGroup,
        answerBytesMax: Int = HubConnection.answerBytesMax
    ) throws(HubClientError) {
        let eventLoop = group.next()
        let opener = try ConnectionOpener(endpoint: endpoint, trust: trust, eventLoop: eventLoop)
        self.endpoint = endpoint
        self.eventLoop = eventLoop
        core = NIOLoopBoundBox.makeBoxSendingValue(
            ConnectionCore(opener: opener, eventLoop: eventLoop, answerBytesMax: answerBytesMax), eventLoop: eventLoop)
    }

    /// Sends one request.
    ///
    /// `path` follows the endpoint's own; a second request while one is under way ends as `abandoned`. One that is
    /// urgent says so in the field of RFC 9218, for a hub that lets others wait.
    public func post(
        path: String, contentType: String, body: [UInt8], isUrgent: Bool = false, deadlineSeconds: Double,
        completion: @escaping @Sendable (Result<HubReply, RoundFailure>) -> Void
    ) {
        var headers = HTTPHeaders([
            ("Host", endpoint.hostInHeader), ("Content-Type", contentType), ("Content-Length", String(body.count)),
        ])
        if isUrgent { headers.add(name: "Priority", value: "u=1") }
        let head = HTTPRequestHead(version: .http1_1, method: .POST, uri: endpoint.basePath + path, headers: headers)
        let request = HubRequest(
            head: head, body: ByteBuffer(bytes: body), deadlineSeconds: deadlineSeconds, completion: completion)
        eventLoop.execute { self.core.value.begin(request) }
    }

    /// Asks for something, under the same rules as `post`.
    public func get(
        path: String, deadlineSeconds: Double,
        completion: @escaping @Sendable (Result<HubReply, RoundFailure>) -> Void
    ) {
        let head = HTTPRequestHead(
            version: .http1_1, method: .GET, uri: endpoint.basePath + path,
            headers: HTTPHeaders([("Host", endpoint.hostInHeader)]))
        let request = HubRequest(
            head: head, body: ByteBuffer(), deadlineSeconds: deadlineSeconds, completion: completion)
        eventLoop.execute { self.core.value.begin(request) }
    }

    /// Closes the connection; a request under way ends as `abandoned`.
    ///
    /// The next request opens it again.
    public func reset() {
        eventLoop.execute { self.core.value.reset() }
    }
}
