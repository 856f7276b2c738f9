public import SyncWire

/// A document as it is kept and travels whole.
extension Document {
    /// Bytes of one document at most, so that all of it fits one record of a stream.
    public static let bytesMax = 192 << 10

    /// The bytes under which a store keeps it.
    public var stored: [UInt8] { whole().encode() }

    /// Reads what `stored` gives.
    public init(stored bytes: [UInt8]) throws(EventPayloadError) {
        let patch = try DocumentPatch.decode(bytes)
        self.init(key: patch.key, versions: patch.through, writes: patch.writes)
    }
}
