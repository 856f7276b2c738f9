public import Telemetry

/// A record of a stream that the hub could not take in, kept with its bytes until a person decides.
public struct QuarantinedRecord: Sendable, Equatable {
    /// Its number in the tenant's quarantine.
    public var id: Int64
    /// The agent that sent it.
    public var agent: AgentID
    /// The agent's name, for people.
    public var agentName: String
    /// The stream: `events`, `telemetry` or `documents`.
    public var stream: String
    /// The agent's incarnation, as a UUID.
    public var incarnation: UniqueID
    /// Its place in the stream.
    public var seq: UInt64
    /// The kind of an event; 0 for a segment.
    public var kind: Int
    /// Why it was not taken, as a stable code.
    public var code: String
    /// The same for people.
    public var message: String
    /// How long its bytes are.
    public var bytes: Int
    /// Its bytes; only where one record was asked for.
    public var payload: [UInt8]
    /// When it came.
    public var receivedAt: Timestamp
    /// When it was replayed; nothing: it waits.
    public var replayedAt: Timestamp?
    /// Who replayed it.
    public var replayedBy: String?

    /// A record by its parts.
    public init(
        id: Int64, agent: AgentID, agentName: String, stream: String, incarnation: UniqueID, seq: UInt64, kind: Int,
        code: String, message: String, bytes: Int, payload: [UInt8] = [], receivedAt: Timestamp,
        replayedAt: Timestamp? = nil, replayedBy: String? = nil
    ) {
        self.id = id
        self.agent = agent
        self.agentName = agentName
        self.stream = stream
        self.incarnation = incarnation
        self.seq = seq
        self.kind = kind
        self.code = code
        self.message = message
        self.bytes = bytes
        self.payload = payload
        self.receivedAt = receivedAt
        self.replayedAt = replayedAt
        self.replayedBy = replayedBy
    }
}
