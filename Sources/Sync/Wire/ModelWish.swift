/// Which forest a machine is to run: the value of the field `model.forest` of its document.
///
/// The model itself is fetched by its digest, in pieces beside the rounds.
public struct ModelWish: Hashable, Sendable {
    /// Counts up with each forest of the machine.
    public var version: Int
    /// SHA-256 of the model's bytes.
    public var digest: Digest
    /// How many there are.
    public var bytes: Int

    /// Bytes of a model at most; whoever fetches one takes no memory for more.
    public static let bytesMax = 512 << 10
    /// Bytes of a piece at most: what an alert may have to wait for.
    public static let pieceBytesMax = 16 << 10

    /// A wish by its parts.
    public init(version: Int, digest: Digest, bytes: Int) {
        self.version = version
        self.digest = digest
        self.bytes = bytes
    }

    /// The wish that a field holds; nothing for a value that says none, or of too large a model.
    public init?(_ value: FieldValue) {
        guard case .object(let parts) = value, let version = parts["version"]?.number.flatMap(Int.init(exactly:)),
            let digest = parts["digest"]?.text.flatMap(Digest.init(hexadecimal:)),
            let bytes = parts["bytes"]?.number.flatMap(Int.init(exactly:)), version > 0,
            (1...Self.bytesMax).contains(bytes)
        else { return nil }
        self.init(version: version, digest: digest, bytes: bytes)
    }

    /// The value of the field.
    public var value: FieldValue {
        .object([
            "version": .number(Double(version)), "digest": .text(digest.description), "bytes": .number(Double(bytes)),
        ])
    }

    /// The piece of so many bytes that begins at a place; nothing for one that lies outside.
    public static func piece(at offset: Int, of bytes: Int) -> Range<Int>? {
        guard offset >= 0, offset < bytes, bytes <= bytesMax else { return nil }
        return offset..<min(bytes, offset + pieceBytesMax)
    }
}
