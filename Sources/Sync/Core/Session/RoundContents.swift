public import SyncWire

/// What was gathered for a round.
public struct RoundContents: Sendable, Equatable {
    /// Contiguous, and right after the plan's `eventsAfter`.
    public var events: [EventRecord]
    /// The chain before the first of the events.
    public var chainBefore: Digest
    /// Records of stream D, contiguous, and right after the plan's `documentsAfter`.
    public var documents: [EventRecord]
    /// The chain before the first of the documents; that of what the hub has when there are none.
    public var documentsChainBefore: Digest
    /// Where stream D stands now that its dirty documents are in records; nothing: as the session knows it.
    public var documentBacklog: DocumentBacklog?
    /// Newest first.
    public var segments: [SegmentRecord]
    /// Nothing when the plan takes no live values.
    public var live: LiveBatch?
    /// The session fills in the clock, and how long the backlog takes where that is not given.
    public var report: AgentReport
    /// The agent's hybrid clock; nothing where there is none.
    public var label: HybridTime?
    /// Whether the store has more than went in, so that the next round need not wait.
    public var hasMore: Bool

    /// What the store gave for a plan; that the events follow what the hub has is checked when it is sent.
    public init(
        events: [EventRecord], chainBefore: Digest, documents: [EventRecord] = [], documentsChainBefore: Digest? = nil,
        documentBacklog: DocumentBacklog? = nil, segments: [SegmentRecord], live: LiveBatch?, report: AgentReport,
        label: HybridTime? = nil, hasMore: Bool
    ) {
        self.events = events
        self.chainBefore = chainBefore
        self.documents = documents
        self.documentsChainBefore = documentsChainBefore ?? chainBefore
        self.documentBacklog = documentBacklog
        self.segments = segments
        self.live = live
        self.report = report
        self.label = label
        self.hasMore = hasMore
    }
}
