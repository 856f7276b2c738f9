public import SyncCore

/// What became of an edit.
public enum EditOutcome: Sendable, Equatable {
    /// It is durable.
    case written
    /// Nothing was changed, because of this.
    case refused(EditRefusal)
    /// Nothing was changed: the store has as many documents as it takes.
    case full
}
