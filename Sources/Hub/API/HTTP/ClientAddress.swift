internal import HTTPTypes

/// Where a request comes from: the peer, or what a proxy says when the hub is told that it stands behind one.
struct ClientAddress: Sendable {
    let trustsProxy: Bool

    func of(_ headers: HTTPFields, peer: String) -> String {
        guard trustsProxy, let forwarded = headers[SecurityHeaders.named("X-Forwarded-For")],
            // The last entry is the one that the trusted proxy wrote; those before it are hearsay.
            let last = forwarded.split(separator: ",").last.map({ String($0).trimmed }), !last.isEmpty
        else { return peer }
        return String(last.prefix(64))
    }
}
