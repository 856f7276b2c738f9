public import SyncWire
public import Telemetry

/// What of a session is durable on the agent: read at the start, written by each settlement.
public struct SessionProgress: Sendable, Equatable {
    /// Seqs count within it; an answer to another one is refused.
    public var incarnation: IncarnationID
    /// The incarnation that this one was re-labelled from.
    public var predecessor: IncarnationID?
    /// What the hub is known to have of stream E.
    public var acknowledged: EventCursor
    /// What the hub is known to have of stream D.
    public var documentsAcknowledged: EventCursor
    /// What of the hub's downlink is durable here.
    public var downlink: EventCursor
    /// Empty at first.
    public var resumeToken: [UInt8]
    /// 0 at first.
    public var hubGeneration: UInt64

    /// A progress as it was stored, cursors that are not given at their start; `fresh` makes the first.
    public init(
        incarnation: IncarnationID, acknowledged: EventCursor, documentsAcknowledged: EventCursor? = nil,
        downlink: EventCursor? = nil, resumeToken: [UInt8], hubGeneration: UInt64, predecessor: IncarnationID? = nil
    ) {
        self.incarnation = incarnation
        self.acknowledged = acknowledged
        self.documentsAcknowledged = documentsAcknowledged ?? Self.start(of: incarnation, .documents)
        self.downlink = downlink ?? Self.start(of: incarnation, .downlink)
        self.predecessor = predecessor
        self.resumeToken = resumeToken
        self.hubGeneration = hubGeneration
    }

    /// The progress of an incarnation that never spoke to a hub.
    public static func fresh(_ incarnation: IncarnationID) -> SessionProgress {
        SessionProgress(
            incarnation: incarnation, acknowledged: start(of: incarnation, .events), resumeToken: [], hubGeneration: 0)
    }

    /// The cursor of a strict stream before its first record.
    public static func start(of incarnation: IncarnationID, _ stream: EventChain.Stream) -> EventCursor {
        EventCursor(seq: 0, chain: EventChain.start(of: incarnation, stream: stream))
    }
}
