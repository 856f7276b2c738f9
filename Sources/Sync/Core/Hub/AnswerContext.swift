public import SyncWire
public import Telemetry

/// What the hub adds to an answer of its own.
public struct AnswerContext: Sendable {
    /// By the hub's clock, when the round had come in.
    public var receivedAt: Timestamp
    /// By the hub's clock, when the answer was made.
    public var sentAt: Timestamp
    /// Rises when the hub's database went back in time.
    public var generation: UInt64
    /// What is on every replica of the hub; empty while that is not known.
    public var safePosition: [UInt8]
    /// The new token that was written with the round; empty: the agent keeps the one it has.
    public var resumeToken: [UInt8]
    /// What the hub takes next; a stream without a credit is not limited.
    public var credits: [Credit]
    /// 0: at the agent's own pace.
    public var retryAfterMilliseconds: UInt32
    /// What an agent that has nothing pressing is asked to leave between two rounds; 0: as it is set.
    public var intervalMilliseconds: UInt32
    /// What the agent is to store of the hub's downlink; it follows what its hello says.
    public var downlink: EventBatch?
    /// Whether more of the downlink waits.
    public var hasMoreDownlink: Bool
    /// Of the table by which the hub merges documents.
    public var policyVersion: UInt32

    /// What is given; otherwise a first generation, no limits and no new token.
    public init(
        receivedAt: Timestamp, sentAt: Timestamp, generation: UInt64 = 1, safePosition: [UInt8] = [],
        resumeToken: [UInt8] = [], credits: [Credit] = [], retryAfterMilliseconds: UInt32 = 0,
        intervalMilliseconds: UInt32 = 0, downlink: EventBatch? = nil, hasMoreDownlink: Bool = false,
        policyVersion: UInt32 = 0
    ) {
        self.receivedAt = receivedAt
        self.sentAt = sentAt
        self.generation = generation
        self.safePosition = safePosition
        self.resumeToken = resumeToken
        self.credits = credits
        self.retryAfterMilliseconds = retryAfterMilliseconds
        self.intervalMilliseconds = intervalMilliseconds
        self.downlink = downlink
        self.hasMoreDownlink = hasMoreDownlink
        self.policyVersion = policyVersion
    }
}
