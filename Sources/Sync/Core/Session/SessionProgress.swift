public import SyncWire
public import Telemetry

/// What of a session is durable on the agent: read at the start, written by each settlement.
public struct SessionProgress: Sendable, Equatable {
    /// Seqs count within it; an answer to another one is refused.
    public var incarnation: IncarnationID
    /// What the hub is known to have of stream E.
    public var acknowledged: EventCursor
    /// Empty at first.
    public var resumeToken: [UInt8]
    /// 0 at first.
    public var hubGeneration: UInt64

    /// A progress as it was stored; `fresh` makes the first.
    public init(incarnation: IncarnationID, acknowledged: EventCursor, resumeToken: [UInt8], hubGeneration: UInt64) {
        self.incarnation = incarnation
        self.acknowledged = acknowledged
        self.resumeToken = resumeToken
        self.hubGeneration = hubGeneration
    }

    /// The progress of an incarnation that never spoke to a hub.
    public static func fresh(_ incarnation: IncarnationID) -> SessionProgress {
        SessionProgress(
            incarnation: incarnation, acknowledged: EventCursor(seq: 0, chain: EventChain.start(of: incarnation)),
            resumeToken: [], hubGeneration: 0)
    }
}
