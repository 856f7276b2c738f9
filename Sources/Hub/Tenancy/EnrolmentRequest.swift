public import Telemetry

/// An agent that shows a one-time token and wants to be known from now on.
public struct EnrolmentRequest: Sendable, Equatable {
    /// The id that the agent is to have.
    public var agent: AgentID
    /// Of the one-time token.
    public var tokenHash: [UInt8]
    /// What it calls itself; empty for the name of the enrolment.
    public var name: String
    /// The version that it runs.
    public var version: String
    /// The life of its database (sync.md, Identity).
    public var incarnation: IncarnationID?
    /// Where the request came from.
    public var address: String
    /// The newest of the command keys that it is given with the answer; nothing before there is any.
    public var commandKey: String?

    /// A request whose token is hashed already.
    public init(
        agent: AgentID, tokenHash: [UInt8], name: String, version: String, incarnation: IncarnationID?,
        address: String, commandKey: String? = nil
    ) {
        self.agent = agent
        self.tokenHash = tokenHash
        self.name = name
        self.version = version
        self.incarnation = incarnation
        self.address = address
        self.commandKey = commandKey
    }
}
