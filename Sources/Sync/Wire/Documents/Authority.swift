/// What the writer of a field was allowed to, when it wrote; each contains those before it.
public enum Authority: UInt8, Sendable, CaseIterable, Comparable {
    case viewer = 0
    case `operator` = 1
    case supervisor = 2
    case admin = 3
    /// A program by its own rules: the agent's autonomy, the hub's jobs.
    case system = 4

    /// Less comes first.
    public static func < (left: Authority, right: Authority) -> Bool { left.rawValue < right.rawValue }
}
