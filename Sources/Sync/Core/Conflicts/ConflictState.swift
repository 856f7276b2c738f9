/// Where a conflict is in its life (sync.md, Conflicts).
public enum ConflictState: String, Sendable, CaseIterable {
    case detected
    /// The policy has decided; a person may still look at it, and undo it.
    case autoResolved = "auto-resolved"
    /// A person has to decide.
    case open
    /// A person has it in hand.
    case claimed
    /// A write stands that knew all of it.
    case resolved
    /// The other side has that write.
    case propagated
    /// Both sides are quiet about it.
    case closed
    /// Another conflict of the same field took its place, with more writes in it.
    case superseded
    /// What was resolved is to be decided again.
    case reopened

    /// Whether a person has to do something.
    public var isOpen: Bool {
        switch self {
        case .detected, .open, .claimed, .reopened: true
        case .autoResolved, .resolved, .propagated, .closed, .superseded: false
        }
    }

    /// Whether nothing more becomes of it by itself.
    public var isFinal: Bool { self == .closed || self == .superseded }
}
