/// What a machine is allowed to do; the order of the cases is from the least to the most restrictive.
public enum MachineStatus: String, Sendable, CaseIterable, Comparable {
    case online = "ONLINE"
    case maintenance = "MAINTENANCE"
    case offline = "OFFLINE"

    /// Less restrictive comes first.
    public static func < (left: MachineStatus, right: MachineStatus) -> Bool { left.restriction < right.restriction }

    private var restriction: Int {
        switch self {
        case .online: 0
        case .maintenance: 1
        case .offline: 2
        }
    }
}
