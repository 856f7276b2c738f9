/// A command as it travels: the bytes that were signed, which key signed them, and the signature.
public struct SignedCommand: Sendable, Equatable {
    /// A `CommandOrder`, encoded.
    public var order: [UInt8]
    /// The id of the key.
    public var key: String
    /// Ed25519 over `order`, 64 bytes.
    public var signature: [UInt8]

    /// SHA-256 of all of it: tells a command from another one of the same id.
    public var digest: Digest {
        var bytes: [UInt8] = []
        for part in [order, Array(key.utf8), signature] {
            bytes += (0..<8).map { UInt8(truncatingIfNeeded: part.count >> (56 - 8 * $0)) } + part
        }
        return Digest(of: bytes)
    }

    /// A signed command by its parts.
    public init(order: [UInt8], key: String, signature: [UInt8]) {
        self.order = order
        self.key = key
        self.signature = signature
    }
}
