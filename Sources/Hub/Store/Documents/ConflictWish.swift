public import SyncCore
public import SyncWire

/// How somebody wants to end a conflict.
public struct ConflictWish: Sendable {
    /// What is to hold.
    public var choice: ConflictChoice
    /// Why, for people.
    public var reason: String
    /// Which state of the conflict was seen; nothing: whichever.
    public var ifRevision: Int64?
    /// Whether its actor has made sure that something less safe may hold.
    public var confirmsSafety: Bool
    /// What its actor may do.
    public var authority: Authority

    /// A wish by its parts.
    public init(
        choice: ConflictChoice, reason: String, ifRevision: Int64?, confirmsSafety: Bool, authority: Authority
    ) {
        self.choice = choice
        self.reason = reason
        self.ifRevision = ifRevision
        self.confirmsSafety = confirmsSafety
        self.authority = authority
    }
}
