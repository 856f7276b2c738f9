public import SyncWire

/// What the hub has of one incarnation of one agent, as its locked row says.
public struct HubCursor: Sendable, Equatable {
    /// How far stream E is stored.
    public var events: EventCursor
    /// How far stream D is stored; nothing while there is none.
    public var documents: EventCursor?
    /// What of the hub's downlink the agent has; nothing before its first exchange.
    public var downlink: EventCursor?
    /// The newest segment that came in; 0 for none.
    public var newestSegment: UInt64
    /// The life of the hub's database; 0 where it is not known.
    public var generation: UInt64
    /// What the agent may show as its resume token.
    public var tokens: ResumeTokens
    /// When of its readings another branch of the folder may have sent some.
    public var doubt: SegmentDoubt

    /// A cursor as it is in the row; without tokens the hub has answered nothing yet.
    public init(
        events: EventCursor, documents: EventCursor? = nil, downlink: EventCursor? = nil, newestSegment: UInt64 = 0,
        generation: UInt64 = 0, tokens: ResumeTokens = ResumeTokens(), doubt: SegmentDoubt = SegmentDoubt()
    ) {
        self.events = events
        self.documents = documents
        self.downlink = downlink
        self.newestSegment = newestSegment
        self.generation = generation
        self.tokens = tokens
        self.doubt = doubt
    }
}
