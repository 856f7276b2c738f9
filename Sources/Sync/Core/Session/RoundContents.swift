public import SyncWire

/// What was gathered for a round.
public struct RoundContents: Sendable, Equatable {
    /// Contiguous, and right after the plan's `eventsAfter`.
    public var events: [EventRecord]
    /// The chain before the first of the events.
    public var chainBefore: Digest
    /// Newest first.
    public var segments: [SegmentRecord]
    /// Nothing when the plan takes no live values.
    public var live: LiveBatch?
    /// The session fills in the clock, and how long the backlog takes where that is not given.
    public var report: AgentReport
    /// Whether the store has more events or segments than went in, so that the next round need not wait.
    public var hasMore: Bool

    /// What the store gave for a plan; that the events follow what the hub has is checked when it is sent.
    public init(
        events: [EventRecord], chainBefore: Digest, segments: [SegmentRecord], live: LiveBatch?, report: AgentReport,
        hasMore: Bool
    ) {
        self.events = events
        self.chainBefore = chainBefore
        self.segments = segments
        self.live = live
        self.report = report
        self.hasMore = hasMore
    }
}
