/// What `LoginGuard` says to somebody who wants to try.
public enum LoginAdmission: Sendable, Equatable {
    /// The try may be made, and must be ended.
    case admitted(LoginAttempt)
    /// Too many have failed.
    case lockedOut(retryAfterSeconds: Int)
    /// Too many of this address wait already.
    case busy
}
