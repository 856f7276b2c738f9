/// Why a session waits after a failure, and so what may end the wait before its time.
public enum BackOff: Sendable, Equatable {
    /// Nobody asked for it: something critical and a person who asks for a round end it.
    case own
    /// The hub had no place for a round without anything critical.
    ///
    /// For others it has a line of its own, so the first critical record that comes meanwhile ends the wait. Once: a
    /// round with it that is refused too has been `told`.
    case busy
    /// The hub said how long, to whatever the round carried; nothing ends it.
    case told

    /// What the failure of a round leads to; `isCritical` when it was begun for something critical or carried it.
    init(after failure: RoundFailure, isCritical: Bool) {
        switch failure {
        case .refused(status: 503, _, _, .some) where !isCritical: self = .busy
        case .refused(_, _, _, .some): self = .told
        case .refused, .notConnected, .unreachable, .timedOut, .malformed, .abandoned: self = .own
        }
    }
}
