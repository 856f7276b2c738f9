public import Telemetry

/// Who does something, for the audit.
public struct Actor: Sendable, Equatable {
    /// What kind of someone.
    public enum Kind: String, Sendable {
        case user
        case agent
        case system
    }

    /// What kind of someone it is.
    public var kind: Kind
    /// The user's id, where it is a user.
    public var user: UserID?
    /// What people call it: the email address, the agent's name.
    public var name: String
    /// Where the request came from.
    public var address: String

    /// A user at an address.
    public init(user: UserID, name: String, address: String) {
        kind = .user
        self.user = user
        self.name = name
        self.address = address
    }

    /// An agent at an address.
    public init(agent: AgentID, name: String, address: String) {
        kind = .agent
        self.name = name.isEmpty ? agent.description : name
        self.address = address
    }

    /// The hub itself, of its own accord.
    public static let hub = Actor(system: "hub")

    private init(system name: String) {
        kind = .system
        self.name = name
        address = ""
    }
}
