public import SyncWire

/// How somebody wants a conflict to be resolved.
public enum ConflictChoice: Hashable, Sendable {
    /// What the edge wrote.
    case edge
    /// What the hub wrote.
    case hub
    /// What was there before both.
    case base
    /// Another value.
    case value(FieldValue?)

    /// Reads `edge`, `hub` or `base`.
    public init?(word: String) {
        switch word {
        case "edge": self = .edge
        case "hub": self = .hub
        case "base": self = .base
        default: return nil
        }
    }
}
