public import Telemetry

/// What the hub says to a round, after its commit.
public struct RoundAnswer: Sendable, Equatable {
    /// Of the hub; an agent that does not speak it refuses the answer.
    public var protocolVersion: UInt32
    /// Echoed from the request.
    public var round: UInt64
    /// Echoed from the request.
    public var incarnation: IncarnationID
    /// What the hub has of stream E, durable.
    public var events: EventCursor
    /// Why the batch of stream E was not taken; segments are answered all the same.
    public var eventRefusal: EventRefusal?
    /// Records that the hub could not take in; they are in its quarantine and count as acknowledged.
    public var quarantinedEvents: [UInt64]
    /// What the hub has of stream D, durable; nothing from a hub that has no documents.
    public var documents: EventCursor?
    /// Why the batch of stream D was not taken.
    public var documentRefusal: EventRefusal?
    /// Records of stream D that are in the hub's quarantine; they count as acknowledged.
    public var quarantinedDocuments: [UInt64]
    /// Documents and commands for the agent; they follow what its hello says of the downlink.
    public var downlink: EventBatch?
    /// Whether more of the downlink waits, so that the next round need not.
    public var hasMoreDownlink: Bool
    /// What the hub found out about the agent's folder.
    public var verdict: Verdict?
    /// One for each segment of the request, in its order.
    public var segments: [SegmentOutcome]
    /// Replace those of the last answer; a stream that none names is not limited.
    public var credits: [Credit]
    /// Replace those of the last answer; empty: all streams may go.
    public var holds: [Hold]
    /// The hub asks an agent that has nothing pressing to leave so long between two rounds; 0: as it is set.
    public var intervalMilliseconds: UInt32
    /// 0: at the agent's own pace.
    public var retryAfterMilliseconds: UInt32
    /// To be presented in the next round; empty: keep the one you have.
    public var resumeToken: [UInt8]
    /// Rises when the hub's database went back in time.
    public var hubGeneration: UInt64
    /// What is on every replica of the hub; opaque.
    public var safePosition: [UInt8]
    /// The agent's stamp echoed, with both of the hub's.
    public var clock: ClockStamps
    /// The hub's hybrid clock; nothing from a hub that has none.
    public var label: HybridTime?
    /// Of the table by which the hub merges documents; 0: none.
    public var policyVersion: UInt32
    /// Fields that a later version added, kept as they came.
    public var unknownFields: [UInt8]

    /// An answer; what is not given says that there was nothing, and that the agent may go on.
    public init(
        protocolVersion: UInt32 = RoundFrame.protocolVersion, round: UInt64, incarnation: IncarnationID,
        events: EventCursor, eventRefusal: EventRefusal? = nil, quarantinedEvents: [UInt64] = [],
        documents: EventCursor? = nil, documentRefusal: EventRefusal? = nil, quarantinedDocuments: [UInt64] = [],
        downlink: EventBatch? = nil, hasMoreDownlink: Bool = false, verdict: Verdict? = nil,
        segments: [SegmentOutcome] = [], credits: [Credit] = [], holds: [Hold] = [],
        retryAfterMilliseconds: UInt32 = 0, intervalMilliseconds: UInt32 = 0, resumeToken: [UInt8] = [],
        hubGeneration: UInt64 = 0, safePosition: [UInt8] = [], clock: ClockStamps,
        label: HybridTime? = nil, policyVersion: UInt32 = 0, unknownFields: [UInt8] = []
    ) {
        self.protocolVersion = protocolVersion
        self.round = round
        self.incarnation = incarnation
        self.events = events
        self.eventRefusal = eventRefusal
        self.quarantinedEvents = quarantinedEvents
        self.documents = documents
        self.documentRefusal = documentRefusal
        self.quarantinedDocuments = quarantinedDocuments
        self.downlink = downlink
        self.hasMoreDownlink = hasMoreDownlink
        self.verdict = verdict
        self.segments = segments
        self.credits = credits
        self.holds = holds
        self.retryAfterMilliseconds = retryAfterMilliseconds
        self.intervalMilliseconds = intervalMilliseconds
        self.resumeToken = resumeToken
        self.hubGeneration = hubGeneration
        self.safePosition = safePosition
        self.clock = clock
        self.label = label
        self.policyVersion = policyVersion
        self.unknownFields = unknownFields
    }
}
