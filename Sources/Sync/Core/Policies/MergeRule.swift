/// How a field is decided when several writes stand that did not know each other (sync.md, Documents).
///
/// The raw value is the name of the rule in every outcome, in the API and on the command line.
public enum MergeRule: String, Sendable, CaseIterable {
    /// Set always wins; cleared only by a write that names the latch it saw.
    case safetyLatch = "safety-latch"
    /// The most restrictive status wins.
    case mostRestrictive = "most-restrictive"
    /// A person decides; until then the stricter limit holds.
    case stricterHolds = "stricter-holds"
    /// A person decides; until then the value holds that the machine runs with.
    case runningHolds = "running-holds"
    /// Who and when are kept of both; the first one holds.
    case union = "union"
    /// It belongs to the occurrence that its writer saw; the later occurrence holds.
    case occurrence = "occurrence"
    /// Only the hub writes it.
    case hubOnly = "hub-only"
    /// Only the edge writes it.
    case edgeOnly = "edge-only"
    /// The newest label wins, the other one is kept in the history.
    case newestLabel = "newest-label"
    /// Both are kept, a person decides.
    case keepBoth = "keep-both"
    /// A deletion never beats a latch, an open alert or a running command.
    case deletion = "deletion"

    /// Whether a person has to decide.
    public var asksPerson: Bool {
        switch self {
        case .stricterHolds, .runningHolds, .keepBoth: true
        case .safetyLatch, .mostRestrictive, .union, .occurrence, .hubOnly, .edgeOnly, .newestLabel, .deletion: false
        }
    }

    /// Whether a wrong decision could hurt somebody or a machine.
    public var isSafety: Bool {
        switch self {
        case .safetyLatch, .mostRestrictive, .stricterHolds, .runningHolds: true
        case .union, .occurrence, .hubOnly, .edgeOnly, .newestLabel, .keepBoth, .deletion: false
        }
    }
}
