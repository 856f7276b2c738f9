/// One idempotent request of an agent: who it is, what it sends of each stream, how it is.
public struct RoundRequest: Sendable, Equatable {
    /// Required: decoding refuses a request without it.
    public var hello: AgentHello
    /// Stream E.
    public var events: EventBatch?
    /// Stream D.
    public var documents: EventBatch?
    /// Stream T, newest first.
    public var segments: [SegmentRecord]
    /// Stream L.
    public var live: LiveBatch?
    /// Read as zeros and nothing where an agent sends none.
    public var report: AgentReport
    /// With `agentSent` alone.
    public var clock: ClockStamps
    /// The agent's hybrid clock; nothing from an agent that has none.
    public var label: HybridTime?
    /// Fields that a later version added, kept as they came.
    public var unknownFields: [UInt8]

    /// Whether it carries a critical record, of either stream.
    public var isCritical: Bool {
        [events, documents].contains { $0?.records.contains { $0.priority == .critical } == true }
    }

    /// A request by its parts.
    public init(
        hello: AgentHello, events: EventBatch?, documents: EventBatch? = nil, segments: [SegmentRecord],
        live: LiveBatch?, report: AgentReport, clock: ClockStamps, label: HybridTime? = nil,
        unknownFields: [UInt8] = []
    ) {
        self.hello = hello
        self.events = events
        self.documents = documents
        self.segments = segments
        self.live = live
        self.report = report
        self.clock = clock
        self.label = label
        self.unknownFields = unknownFields
    }
}
