public import SyncWire

/// What was gathered for a round.
public struct RoundContents: Sendable, Equatable {
    /// Contiguous, and right after the plan's `eventsAfter`.
    public var events: [EventRecord]
    /// The chain before the first of the events.
    public var chainBefore: Digest
    /// Newest first.
    public var segments: [SegmentRecord]
    public var live: LiveBatch?
    public var report: AgentReport
    /// Whether the store has more events or segments than went in, so that the next round need not wait.
    public var hasMore: Bool

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
