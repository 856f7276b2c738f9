internal import Runtime

/// Base 64 in the alphabet that is safe in addresses and file names, without padding (RFC 4648, section 5).
public enum Base64 {
    /// The text of bytes.
    public static func encode(_ bytes: [UInt8]) -> String { Base64URL.encode(bytes) }

    /// The bytes of a text; nothing when it holds another character,
    /// an impossible length or bits that belong to no byte.
    public static func decode(_ text: String) -> [UInt8]? { Base64URL.decode(text) }
}
