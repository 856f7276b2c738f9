/// One thing that the store does to make room.
public enum EvictionStep: Sendable, Equatable {
    /// Delete segments that the hub has; nothing is lost.
    case delete([UInt64])
    /// Write segments as one, with every reading.
    case pack([UInt64])
    /// Write segments as one whose readings are folded into buckets.
    case thin([UInt64], to: ThinningLevel)
    /// Drop segments that nobody else has.
    case drop([UInt64])
}
