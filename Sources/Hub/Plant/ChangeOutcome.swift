/// What became of a change.
public enum ChangeOutcome<Value: Sendable>: Sendable {
    case done(Value)
    case notFound
    /// Another one has that name.
    case taken
}
