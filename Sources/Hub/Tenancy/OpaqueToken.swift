internal import Crypto

/// A secret of 256 random bits that is shown once and stored hashed: an enrolment or refresh token.
///
/// The text begins with what it is for (`mwe_`, `mwr_`), so that people and secret scanners recognise one.
public struct OpaqueToken: Sendable, Equatable {
    /// What the token lets its bearer do.
    public enum Purpose: String, Sendable, CaseIterable {
        case enrolment = "mwe_"
        case refresh = "mwr_"
    }

    /// What it is for.
    public let purpose: Purpose
    private let secret: [UInt8]

    /// A new token from the system's generator.
    public init(_ purpose: Purpose) {
        var random = SystemRandomNumberGenerator()
        self.purpose = purpose
        secret = (0..<32).map { _ in UInt8.random(in: 0...255, using: &random) }
    }

    /// Reads a token that a client shows; nothing when it is not one for this purpose.
    public init?(_ text: String, for purpose: Purpose) {
        guard text.hasPrefix(purpose.rawValue), text.utf8.count == 47,
            let secret = Base64.decode(String(text.dropFirst(purpose.rawValue.count))), secret.count == 32
        else { return nil }
        self.purpose = purpose
        self.secret = secret
    }

    /// What the client is given.
    public var text: String { purpose.rawValue + Base64.encode(secret) }

    /// What is stored: SHA-256, 32 bytes.
    ///
    /// A fast hash is enough, because 256 random bits cannot be tried out.
    public var hash: [UInt8] { Array(SHA256.hash(data: Array(text.utf8))) }
}
