/// Which data folders were made out of which, and when: what one of them did before that stands in the other.
///
/// The folder that a gateway begins with is the branch of the gateway's number.
struct FolderBranches {
    /// Where a folder parts from another one.
    struct Fork {
        var parent: Int
        /// What the parent's device had been told by then; two things may happen at the same time.
        var deliveries: Int
    }

    private static let first = 1_000
    private var forks: [Fork] = []

    /// A folder that is made out of another one.
    mutating func add(_ fork: Fork) -> Int {
        forks.append(fork)
        return Self.first + forks.count - 1
    }

    /// Whether what one branch told its device stands in the folder of another one.
    func does(_ branch: Int, know deed: DeviceControls.Delivery) -> Bool {
        var (branch, until) = (branch, Int.max)
        while branch != deed.branch {
            guard branch >= Self.first else { return false }
            let fork = forks[branch - Self.first]
            (branch, until) = (fork.parent, fork.deliveries)
        }
        return deed.number < until
    }
}
