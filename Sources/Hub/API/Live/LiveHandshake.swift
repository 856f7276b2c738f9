internal import NIOHTTP1

/// What a client asked for when it opened its WebSocket: a token in the sub-protocol, compression.
struct LiveHandshake: Sendable, Equatable {
    static let `protocol` = "millwright.v1"
    private static let bearer = "bearer."

    /// The token of the sub-protocol `bearer.<token>`; the first message carries it otherwise.
    var token: String?
    var compresses: Bool
    private var chosenProtocol: String?

    init(_ head: HTTPRequestHead) {
        let offered = head.headers[canonicalForm: "Sec-WebSocket-Protocol"].map(String.init)
        let bearer = offered.first { $0.hasPrefix(Self.bearer) }
        token = bearer.map { String($0.dropFirst(Self.bearer.count)) }
        // Browsers refuse an answer that takes none of the protocols that they offered.
        chosenProtocol = offered.contains(Self.protocol) ? Self.protocol : bearer
        compresses = head.headers[canonicalForm: "Sec-WebSocket-Extensions"].contains { extent in
            extent.split(separator: ";").first.map { $0.trimmingSpaces } == "permessage-deflate"
        }
    }

    /// The headers of the answer that accepts it; no context is taken over, so a client costs no dictionary.
    var answerHeaders: HTTPHeaders {
        var headers = HTTPHeaders()
        if let chosenProtocol { headers.add(name: "Sec-WebSocket-Protocol", value: chosenProtocol) }
        if compresses {
            headers.add(
                name: "Sec-WebSocket-Extensions",
                value: "permessage-deflate; server_no_context_takeover; client_no_context_takeover")
        }
        return headers
    }
}

extension Substring {
    fileprivate var trimmingSpaces: String { String(self).trimmed }
}
