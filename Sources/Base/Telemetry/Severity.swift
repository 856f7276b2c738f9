/// How bad an alert is; the order of the cases is the order of badness.
public enum Severity: String, Sendable, CaseIterable, Comparable {
    case info = "INFO"
    case warning = "WARNING"
    case critical = "CRITICAL"

    /// Less bad comes first.
    public static func < (left: Severity, right: Severity) -> Bool { left.rank < right.rank }

    /// 0 for INFO, 1 for WARNING, 2 for CRITICAL.
    public var rank: Int {
        switch self {
        case .info: 0
        case .warning: 1
        case .critical: 2
        }
    }
}
