public import SyncWire

/// A document as it is kept and travels whole.
extension Document {
    /// The bytes under which a store keeps it.
    public var stored: [UInt8] { whole().encode() }

    /// Reads what `stored` gives.
    public init(stored bytes: [UInt8]) throws(EventPayloadError) {
        let patch = try DocumentPatch.decode(bytes)
        self.init(key: patch.key, versions: patch.through, writes: patch.writes)
    }
}
