/// What a user may do; each role contains those below it (access.md, Users and tokens).
public enum Role: String, Sendable, CaseIterable, Comparable {
    case viewer = "VIEWER"
    case `operator` = "OPERATOR"
    case supervisor = "SUPERVISOR"
    case admin = "ADMIN"

    /// Whether the right role may all that the left one may, and more.
    public static func < (left: Role, right: Role) -> Bool { left.rank < right.rank }

    private var rank: Int {
        switch self {
        case .viewer: 0
        case .operator: 1
        case .supervisor: 2
        case .admin: 3
        }
    }
}
