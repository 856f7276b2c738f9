/// How urgent a record of stream E is.
///
/// The stream keeps its order: a critical record takes all before it along, at once.
public enum EventPriority: UInt8, Sendable, CaseIterable, Comparable {
    case routine = 0
    case important = 1
    case critical = 2

    /// Less urgent comes first.
    public static func < (left: EventPriority, right: EventPriority) -> Bool { left.rawValue < right.rawValue }
}
