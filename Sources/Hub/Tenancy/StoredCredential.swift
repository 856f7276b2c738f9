/// A user with what is stored of the password, for a log-in to be checked.
public struct StoredCredential: Sendable, Equatable {
    /// The user.
    public var user: User
    /// The password as it is stored.
    public var passwordHash: String

    /// A user and a hash as they are stored.
    public init(user: User, passwordHash: String) {
        self.user = user
        self.passwordHash = passwordHash
    }
}
