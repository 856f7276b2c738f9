public import HubPlant
public import SyncWire

/// What came of a round that was committed.
public struct RoundResult: Sendable {
    /// The frame to answer with.
    public var answer: [UInt8]
    /// What live screens are to hear of, in order.
    public var events: [PlantEvent]
    /// For metrics and logs.
    public var counts: RoundCounts
    /// What the answer grants of the streams that it limits.
    public var credits: [Credit]
}
