/// Makes and checks passwords' hashes so that nobody can tell an unknown user from a wrong password,
/// in words or in time.
public struct PasswordKeeper: Sendable {
    /// How much work it is.
    public let cost: PasswordCost
    /// What the password of an unknown user is checked against: as much work as for a known one.
    private let nobody: PasswordHash

    /// A keeper that makes hashes of this cost, and checks those of any.
    public init(cost: PasswordCost = .default) throws {
        self.cost = cost
        nobody = try PasswordHash(password: Base64.encode((0..<24).map { _ in UInt8.random(in: 0...255) }), cost: cost)
    }

    /// The hash of a new password, as it is stored.
    public func hash(_ password: String) throws -> String {
        try PasswordHash(password: password, cost: cost).description
    }

    /// Whether a password fits what is stored; with nothing stored the same work is done, and the answer is no.
    public func matches(_ password: String, stored: String?) -> Bool {
        guard let stored, let hash = PasswordHash(stored) else {
            _ = nobody.matches(password)
            return false
        }
        return hash.matches(password)
    }

    /// Whether a stored hash was made with another cost and ought to be made anew.
    public func isOutdated(_ stored: String) -> Bool {
        PasswordHash(stored)?.cost != cost
    }
}
