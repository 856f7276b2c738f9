/// Where a hub listens: `http://host:port` or `https://host:port`, with a path before its own where a proxy needs one.
public struct HubEndpoint: Sendable, Equatable, CustomStringConvertible {
    /// Whether it is spoken to over TLS.
    public let isSecure: Bool
    /// A name or an address, without brackets.
    public let host: String
    /// 1 to 65 535; 80 or 443 where the address names none.
    public let port: Int
    /// Empty, or begins with `/` and does not end with it.
    public let basePath: String

    /// Reads an address; throws `HUB_ADDRESS_INVALID` for one that cannot be.
    public init(_ address: String) throws(HubClientError) {
        let secure = address.hasPrefix("https://")
        guard secure || address.hasPrefix("http://") else { throw .addressInvalid(address) }
        let rest = address.dropFirst(secure ? 8 : 7)
        let authority = rest.prefix { $0 != "/" }
        var path = String(rest.dropFirst(authority.count))
        while path.hasSuffix("/") { path.removeLast() }
        guard let (host, port) = Self.split(authority, defaultPort: secure ? 443 : 80),
            path.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "?") && $0 != UInt8(ascii: "#") })
        else { throw .addressInvalid(address) }
        isSecure = secure
        self.host = host
        self.port = port
        basePath = path
    }

    /// The address as it can be read again; the scheme's own port is left out.
    public var description: String { "\(isSecure ? "https" : "http")://\(hostInHeader)\(basePath)" }

    /// The host as it stands in a request's `Host`.
    var hostInHeader: String {
        let name = host.contains(":") ? "[\(host)]" : host
        return port == (isSecure ? 443 : 80) ? name : "\(name):\(port)"
    }

    /// Host and port of `host`, `host:port` or `[address]:port`.
    private static func split(_ authority: Substring, defaultPort: Int) -> (String, Int)? {
        var host = authority
        var portText: Substring?
        if authority.first == "[" {
            guard let close = authority.firstIndex(of: "]") else { return nil }
            host = authority[authority.index(after: authority.startIndex)..<close]
            let after = authority[authority.index(after: close)...]
            if !after.isEmpty {
                guard after.first == ":" else { return nil }
                portText = after.dropFirst()
            }
        } else if let colon = authority.firstIndex(of: ":") {
            host = authority[..<colon]
            portText = authority[authority.index(after: colon)...]
        }
        guard !host.isEmpty, host.utf8.allSatisfy(Self.isHostByte) else { return nil }
        guard let portText else { return (String(host), defaultPort) }
        guard let port = Int(portText), (1...65_535).contains(port) else { return nil }
        return (String(host), port)
    }

    private static func isHostByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"),
            UInt8(ascii: ":"):
            true
        default: false
        }
    }
}
