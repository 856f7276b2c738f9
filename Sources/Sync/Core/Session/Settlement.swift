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
    /// Records of stream D that the hub keeps in its quarantine; they count as acknowledged.
    public var quarantinedDocuments: [UInt64]
    /// Records of the hub's downlink, in order, right after those that were durable; `progress` says the last of them.
    ///
    /// They are carried out in the transaction of this settlement; one that cannot be read is kept apart.
    public var downlink: [EventRecord]
    /// The hub's hybrid clock; nothing from a hub that has none.
    public var label: HybridTime?
    /// What is on every replica of the hub; opaque.
    public var safePosition: [UInt8]

    /// A settlement by its parts; the session makes it from an answer that it has checked.
    public init(
        round: UInt64, progress: SessionProgress, segments: [SegmentOutcome], quarantinedEvents: [UInt64],
        quarantinedDocuments: [UInt64] = [], downlink: [EventRecord] = [], label: HybridTime? = nil,
        safePosition: [UInt8]
    ) {
        self.round = round
        self.progress = progress
        self.segments = segments
        self.quarantinedEvents = quarantinedEvents
        self.quarantinedDocuments = quarantinedDocuments
        self.downlink = downlink
        self.label = label
        self.safePosition = safePosition
    }
}
