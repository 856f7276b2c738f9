/// A command as it travels: the bytes that were signed, which key signed them, and the signature.
public struct SignedCommand: Sendable, Equatable {
    /// A `CommandOrder`, encoded.
    public var order: [UInt8]
    /// The id of the key.
    public var key: String
    /// Ed25519 over `order`, 64 bytes.
    public var signature: [UInt8]

    /// A signed command by its parts.
    public init(order: [UInt8], key: String, signature: [UInt8]) {
        self.order = order
        self.key = key
        self.signature = signature
    }
}
