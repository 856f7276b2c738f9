public import Telemetry

/// What became of a refresh token that was shown.
public enum RefreshOutcome: Sendable, Equatable {
    /// It was used up, and its successor stored.
    case renewed(User, session: UniqueID)
    /// It was used before: someone has a copy. The whole family is ended.
    case reused(session: UniqueID)
    /// There is none such, or it has run out, or its session was ended.
    case unknown
}
