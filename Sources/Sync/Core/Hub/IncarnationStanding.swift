/// What an incarnation is to its agent, as the hub keeps it.
public enum IncarnationStanding: String, Sendable, CaseIterable {
    /// It speaks for the agent: its data is taken in, and it gets documents and commands.
    case current = "CURRENT"
    /// A newcomer while the one before was heard a moment ago: kept apart until that one speaks or stays silent.
    case trial = "TRIAL"
    /// Another live copy: kept apart until a person decides.
    case apart = "APART"
    /// Another incarnation took its place.
    case ended = "ENDED"
    /// A person decided against it: nothing of it is taken, what is apart stays apart.
    case rejected = "REJECTED"

    /// Whether what it sends is kept beside the agent's own data.
    public var isApart: Bool { self == .trial || self == .apart }
}
