/// Where to listen or to connect: a host and a port, written `127.0.0.1:8071`, `[::1]:8071` or `hub.example:443`.
public struct NetworkAddress: Sendable, Hashable {
    /// A name or an address; IPv6 without its brackets.
    public var host: String
    /// 0 lets the system choose when listening.
    public var port: Int

    /// An address by its parts, unchecked.
    public init(host: String, port: Int) {
        self.host = host
        self.port = port
    }

    /// Whether only programs of the same machine can reach it.
    public var isLoopback: Bool {
        host == "localhost" || host == "::1" || host.hasPrefix("127.")
    }
}

extension NetworkAddress: LosslessStringConvertible {
    /// `host:port`, with brackets around an IPv6 address.
    public var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }

    /// Reads `host:port`; nothing without a port of 0 to 65 535, and for IPv6 without brackets.
    public init?(_ description: String) {
        guard let colon = description.lastIndex(of: ":"),
            let port = ScalarText.integer(String(description[description.index(after: colon)...])),
            (0...65_535).contains(port)
        else { return nil }
        var host = description[..<colon]
        if host.hasPrefix("["), host.hasSuffix("]") {
            host = host.dropFirst().dropLast()
        } else if host.contains(":") {
            return nil
        }
        guard !host.isEmpty, host.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { return nil }
        self.init(host: String(host), port: port)
    }
}
