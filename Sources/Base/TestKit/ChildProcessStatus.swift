/// How a child ended.
public enum ChildStatus: Sendable, Equatable {
    /// By itself, with an exit status.
    case exited(Int32)
    /// By a signal.
    case signalled(Int32)
}
