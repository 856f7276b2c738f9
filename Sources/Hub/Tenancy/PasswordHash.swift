internal import Crypto
internal import CryptoExtras

/// A password as it is stored: `$scrypt$ln=15,r=8,p=1$<salt>$<key>`, which says by itself how it was made.
///
/// So the cost can be raised at any time: old hashes verify with theirs, and are made anew at the next log-in.
public struct PasswordHash: Sendable, Equatable {
    static let saltBytes = 16
    static let keyBytes = 32

    /// How much work it is.
    public let cost: PasswordCost
    let salt: [UInt8]
    let key: [UInt8]

    /// Hashes a password with a new salt from the system's generator, on the calling thread, for the cost's time.
    public init(password: String, cost: PasswordCost) throws {
        var random = SystemRandomNumberGenerator()
        let salt = (0..<Self.saltBytes).map { _ in UInt8.random(in: 0...255, using: &random) }
        try self.init(password: password, cost: cost, salt: salt)
    }

    init(password: String, cost: PasswordCost, salt: [UInt8]) throws {
        self.cost = cost
        self.salt = salt
        self.key = try Self.derive(password, salt: salt, cost: cost, bytes: Self.keyBytes)
    }

    /// Whether this is the hash of `password`; compares in constant time.
    public func matches(_ password: String) -> Bool {
        guard let derived = try? Self.derive(password, salt: salt, cost: cost, bytes: key.count) else { return false }
        return ConstantTime.areEqual(derived, key)
    }

    private static func derive(_ password: String, salt: [UInt8], cost: PasswordCost, bytes: Int) throws -> [UInt8] {
        let key = try KDF.Scrypt.deriveKey(
            from: Array(password.utf8), salt: salt, outputByteCount: bytes, rounds: 1 << cost.logarithm,
            blockSize: cost.blockSize, parallelism: cost.parallelism)
        return key.withUnsafeBytes { Array($0) }
    }
}

extension PasswordHash: LosslessStringConvertible {
    /// The text that is stored.
    public var description: String {
        "$scrypt$ln=\(cost.logarithm),r=\(cost.blockSize),p=\(cost.parallelism)"
            + "$\(Base64.encode(salt))$\(Base64.encode(key))"
    }

    /// Reads a stored hash; nothing for another form or a cost out of bounds.
    public init?(_ description: String) {
        let parts = description.split(separator: "$", omittingEmptySubsequences: false)
        guard parts.count == 5, parts[0].isEmpty, parts[1] == "scrypt", let cost = Self.cost(parts[2]),
            let salt = Base64.decode(String(parts[3])), let key = Base64.decode(String(parts[4])), salt.count >= 8,
            key.count == Self.keyBytes
        else { return nil }
        self.cost = cost
        self.salt = salt
        self.key = key
    }

    private static func cost(_ text: Substring) -> PasswordCost? {
        var values: [Substring: Int] = [:]
        for pair in text.split(separator: ",") {
            let sides = pair.split(separator: "=")
            guard sides.count == 2, let value = Int(sides[1]) else { return nil }
            values[sides[0]] = value
        }
        guard values.count == 3, let logarithm = values["ln"], let blockSize = values["r"],
            let parallelism = values["p"]
        else { return nil }
        return PasswordCost(logarithm: logarithm, blockSize: blockSize, parallelism: parallelism)
    }
}
