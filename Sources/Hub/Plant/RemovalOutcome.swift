/// What became of a removal.
public enum RemovalOutcome: Sendable, Equatable {
    case done
    case notFound
    /// Something still depends on it.
    case inUse
}
