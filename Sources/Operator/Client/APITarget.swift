internal import SyncClient

/// Whom a command speaks to.
enum APITarget: Sendable, Equatable {
    /// The hub's API.
    case hub(HubEndpoint)
    /// An agent's Unix socket, on the gateway itself; works without a hub.
    case agent(socket: String)

    /// Where the agent's package keeps its socket.
    static let agentSocketDefault = "/var/lib/millwright-agent/control.sock"

    /// Whether it is the agent on this machine.
    var isAgent: Bool {
        if case .agent = self { true } else { false }
    }

    /// For people: the address or the path.
    var name: String {
        switch self {
        case .hub(let endpoint): endpoint.description
        case .agent(let socket): socket
        }
    }
}
