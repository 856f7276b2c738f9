/// How a try to log in ended.
public enum LoginOutcome: Sendable {
    /// The password was right.
    case succeeded
    /// The password was wrong, or the account unknown.
    case failed
    /// Nobody looked at the password, as when the database was away: it counts for nothing.
    case undecided
}
