public import SyncWire
public import Telemetry

/// What the hub adds to an answer of its own.
public struct AnswerContext: Sendable {
    public var receivedAt: Timestamp
    public var sentAt: Timestamp
    /// Rises when the hub's database went back in time.
    public var generation: UInt64
    /// What is on every replica of the hub; empty while that is not known.
    public var safePosition: [UInt8]
    /// The new token that was written with the round; empty: the agent keeps the one it has.
    public var resumeToken: [UInt8]
    public var credits: [Credit]
    public var retryAfterMilliseconds: UInt32

    public init(
        receivedAt: Timestamp, sentAt: Timestamp, generation: UInt64 = 1, safePosition: [UInt8] = [],
        resumeToken: [UInt8] = [], credits: [Credit] = [], retryAfterMilliseconds: UInt32 = 0
    ) {
        self.receivedAt = receivedAt
        self.sentAt = sentAt
        self.generation = generation
        self.safePosition = safePosition
        self.resumeToken = resumeToken
        self.credits = credits
        self.retryAfterMilliseconds = retryAfterMilliseconds
    }
}
