internal import Crypto

/// A SHA-256 in four words, so that comparing and keying by it allocates nothing.
public struct Digest: Hashable, Sendable {
    private let words: (UInt64, UInt64, UInt64, UInt64)

    /// The digest of some bytes.
    public init(of bytes: [UInt8]) {
        self.init(SHA256.hash(data: bytes))
    }

    /// Reads 32 bytes; nothing for any other length.
    public init?(bytes: some Collection<UInt8>) {
        guard bytes.count == Self.byteCount else { return nil }
        self = Array(bytes).withUnsafeBytes(Digest.init(raw:))
    }

    /// The digest in 32 bytes.
    public var bytes: [UInt8] {
        withUnsafeBytes(of: (words.0.bigEndian, words.1.bigEndian, words.2.bigEndian, words.3.bigEndian)) { Array($0) }
    }

    /// How many bytes a digest has.
    public static let byteCount = 32

    init(_ hash: SHA256.Digest) {
        self = hash.withUnsafeBytes(Digest.init(raw:))
    }

    /// `raw` has 32 bytes.
    private init(raw: UnsafeRawBufferPointer) {
        func word(_ index: Int) -> UInt64 {
            UInt64(bigEndian: raw.loadUnaligned(fromByteOffset: 8 * index, as: UInt64.self))
        }
        words = (word(0), word(1), word(2), word(3))
    }

    /// All 256 bits are compared; not in constant time, for these digests are no secrets.
    public static func == (left: Digest, right: Digest) -> Bool {
        left.words == right.words
    }

    /// A quarter of the digest is enough for a hash table: its bits are spread evenly already.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(words.0)
    }
}

extension Digest: CustomStringConvertible {
    /// Lower-case hexadecimal, 64 characters.
    public var description: String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}
