/// How much of what was measured a segment still holds; each level is coarser than the one before it.
public enum ThinningLevel: Int, Sendable, CaseIterable, Comparable {
    /// As it was sealed.
    case sealed = 0
    /// Merged with others for room; every reading is there.
    case packed = 1
    /// Thinned to 1 minute.
    case minute = 2
    /// Thinned to 15 minutes.
    case quarter = 3

    /// The width of its buckets; 0 where nothing was thinned.
    public var seconds: UInt32 {
        switch self {
        case .sealed, .packed: 0
        case .minute: 60
        case .quarter: 900
        }
    }

    /// Finer comes first.
    public static func < (left: ThinningLevel, right: ThinningLevel) -> Bool { left.rawValue < right.rawValue }
}
