public import SyncWire

/// What an answer settled; durable on the agent before the next round, so that the next round never promises less.
public struct Settlement: Sendable, Equatable {
    /// The round that was answered.
    public var round: UInt64
    /// What is to be read back at the next start.
    public var progress: SessionProgress
    /// Outcomes of segments that the hub has for good, in whatever way.
    public var segments: [SegmentOutcome]
    /// Events that the hub keeps in its quarantine; they count as acknowledged.
    public var quarantinedEvents: [UInt64]
    /// What is on every replica of the hub; opaque.
    public var safePosition: [UInt8]

    /// A settlement by its parts; the session makes it from an answer that it has checked.
    public init(
        round: UInt64, progress: SessionProgress, segments: [SegmentOutcome], quarantinedEvents: [UInt64],
        safePosition: [UInt8]
    ) {
        self.round = round
        self.progress = progress
        self.segments = segments
        self.quarantinedEvents = quarantinedEvents
        self.safePosition = safePosition
    }
}
