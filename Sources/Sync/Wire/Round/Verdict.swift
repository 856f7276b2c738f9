/// What the hub found out about an agent's folder at its hello.
public struct Verdict: Sendable, Equatable {
    /// What the agent is to do.
    public enum Kind: UInt8, Sendable, CaseIterable {
        /// The folder is an old one or a copy: it goes on as a new incarnation, with what is its own.
        case relabel = 1
        /// Another live copy speaks for this agent: what comes is kept apart until a person decides.
        case wait = 2
    }

    /// What the agent is to do.
    public var kind: Kind
    /// How it was found out, as `AGENT_BEHIND`.
    public var code: String
    /// For people.
    public var message: String

    /// A verdict by its parts.
    public init(kind: Kind, code: String, message: String) {
        self.kind = kind
        self.code = code
        self.message = message
    }
}
