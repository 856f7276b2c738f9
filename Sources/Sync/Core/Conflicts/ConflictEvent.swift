/// What happens to a conflict.
public enum ConflictEvent: String, Sendable, CaseIterable {
    /// The policy decided it.
    case decided
    /// The policy leaves it to a person.
    case opened
    case claimed
    /// Whoever had it gives it back.
    case released
    /// A write came to stand that knew all of it.
    case resolved
    /// The other side has acknowledged that write.
    case propagated
    /// Nothing more is under way about it.
    case closed
    case superseded
    /// A person takes the decision back.
    case reopened
}
