/// The keys by which commands are verified; a set is vouched for by a key of the set before it.
public struct CommandKeys: Sendable, Equatable {
    /// One key.
    public struct Key: Sendable, Equatable {
        /// Stands beside each signature.
        public var id: String
        /// Ed25519, 32 bytes.
        public var publicKey: [UInt8]

        /// A key by its parts.
        public init(id: String, publicKey: [UInt8]) {
            self.id = id
            self.publicKey = publicKey
        }
    }

    /// They replace those that the agent has.
    public var keys: [Key]
    /// The key that vouches for them.
    public var key: String
    /// By that key, over the keys' ids and bytes.
    public var signature: [UInt8]

    /// A set by its parts.
    public init(keys: [Key], key: String, signature: [UInt8]) {
        self.keys = keys
        self.key = key
        self.signature = signature
    }

    /// Keys in one set at most.
    public static let keysMax = 8

    /// What is signed: each id and key with its length before it.
    public var signedBytes: [UInt8] {
        var bytes = Array("millwright.sync.v1 command keys".utf8)
        for key in keys {
            let id = Array(key.id.utf8)
            bytes.append(UInt8(truncatingIfNeeded: id.count))
            bytes += id
            bytes.append(UInt8(truncatingIfNeeded: key.publicKey.count))
            bytes += key.publicKey
        }
        return bytes
    }
}
