internal import Crypto

/// The key that access tokens are signed with, checked to be worth its name.
public struct AccessSecret: Sendable, Equatable {
    /// The fewest characters.
    public static let lengthMin = 32

    /// Why a secret is refused.
    public enum Weakness: Error, Equatable {
        case tooShort(length: Int)
        case knownDefault
        case tooFewCharacters
    }

    let text: String
    /// Names the key in a token's header without saying anything about it.
    let name: String

    /// A secret that is worth its name; throws why it is not.
    public init(_ text: String) throws(Weakness) {
        guard text.utf8.count >= Self.lengthMin else { throw .tooShort(length: text.utf8.count) }
        let lowered = text.lowercased()
        guard !Self.defaults.contains(where: lowered.contains) else { throw .knownDefault }
        guard Set(text.utf8).count >= 8 else { throw .tooFewCharacters }
        self.text = text
        name = Base64.encode(Array(SHA256.hash(data: Array("key name \(text)".utf8)).prefix(6)))
    }

    /// A secret of 256 random bits, for tests and for set-ups that keep none.
    public static func random() -> AccessSecret {
        let bytes = (0..<32).map { _ in UInt8.random(in: 0...255) }
        // 43 random characters hold a default, or fewer than 8 different ones, with a chance below 2^-60.
        guard let secret = try? AccessSecret(Base64.encode(bytes)) else { return random() }
        return secret
    }

    /// Words of the secrets that stand in examples and tutorials.
    private static let defaults = [
        "your-secret", "your_secret", "yoursecret", "change-me", "changeme", "change_me", "jwt-secret", "jwt_secret",
        "supersecret", "super-secret", "super_secret", "secret-key", "secret_key", "secretkey", "default-secret",
        "development", "your-256-bit-secret", "example", "placeholder", "0123456789abcdef0123456789abcdef",
    ]
}

extension AccessSecret.Weakness: CustomStringConvertible {
    /// What is wrong with the secret, and what to do.
    public var description: String {
        switch self {
        case .tooShort(let length):
            "has \(length) characters; at least \(AccessSecret.lengthMin) are needed: openssl rand -base64 48"
        case .knownDefault: "is a known default; make one: openssl rand -base64 48"
        case .tooFewCharacters: "has fewer than 8 different characters; make one: openssl rand -base64 48"
        }
    }
}
