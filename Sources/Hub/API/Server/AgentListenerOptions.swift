/// How the hub listens for agents: mutual TLS only, apart from the port of API and console.
public struct AgentListenerOptions: Sendable {
    /// The address to listen on.
    public var host: String
    /// 0 takes a free port.
    public var port: Int
    /// What agents are told at their enrolment, as `https://hub.example:8443`; by default where it listens.
    public var publicAddress: String?
    /// Names and addresses that agents call it by, for its certificate.
    public var names: [String] = []
    /// A certificate from elsewhere instead of one of the hub's own authority.
    public var tls: HubServerOptions.TLSFiles?
    /// How long an agent's certificate holds.
    public var certificateLifeSeconds = 90.0 * 86_400
    /// Connections at once; more are taken when others end.
    public var connectionsMax = 20_000

    /// Options with their defaults.
    public init(host: String = "127.0.0.1", port: Int = 8443) {
        self.host = host
        self.port = port
    }

    /// All names and addresses for the certificate: those that were given and those that follow from the rest.
    var serverNames: [String] {
        var names = names
        if let publicAddress, let host = Self.host(of: publicAddress) { names.append(host) }
        if !["0.0.0.0", "::"].contains(host) { names.append(host) }
        return (names + ["localhost", "127.0.0.1", "::1"]).reduce(into: []) { unique, name in
            if !unique.contains(name) { unique.append(name) }
        }
    }

    /// The host in `https://host:port/path`, without brackets.
    private static func host(of address: String) -> String? {
        guard let scheme = address.firstRange(of: "://") else { return nil }
        let authority = address[scheme.upperBound...].prefix { $0 != "/" }
        if authority.first == "[" { return authority.dropFirst().split(separator: "]").first.map(String.init) }
        return authority.split(separator: ":").first.map(String.init)
    }
}
