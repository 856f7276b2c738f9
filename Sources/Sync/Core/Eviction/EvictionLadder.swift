internal import SyncWire

/// At which part of the capacity which step begins, and how much is done in one go.
public struct EvictionLadder: Sendable, Equatable {
    /// What the hub has is deleted, and small segments are packed.
    public var safe = 0.70
    /// The oldest unsent telemetry is thinned to 1 minute.
    public var minute = 0.80
    /// It is thinned to 15 minutes.
    public var quarter = 0.90
    /// The oldest is dropped.
    public var drop = 0.93
    /// New readings are only kept as aggregates.
    public var aggregates = 0.95
    /// Only events and documents are stored.
    public var eventsOnly = 0.97
    /// How far below its beginning a mode ends, so that it does not flutter.
    public var slack = 0.02

    /// Readings of a machine this long before and after one of its alerts are not thinned.
    public var alertWindowSeconds = 600.0
    /// Segments that one call deletes.
    public var deletionsMax = 64
    /// Segments that one call drops.
    public var dropsMax = 16
    /// Segments that are written as one.
    public var groupMax = 16
    /// Bytes that a segment made of others has at most, as it is estimated: it is to leave within seconds.
    public var groupBytesMax: UInt64 = 128 << 10
    /// Segments that one segment stands for at most; their seqs travel with it.
    public var originalsMax = SegmentRecord.thinnedFromMax
    /// Values that one call reads at most, or one group where that has more: the plant thread does nothing else
    /// meanwhile.
    public var valuesMax: UInt64 = 400_000

    /// The ladder of the specification.
    public static let standard = EvictionLadder()

    /// The steps of the specification; each may be changed.
    public init() {}
}
