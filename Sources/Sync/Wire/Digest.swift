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
        self.init(sequence: bytes)
    }

    /// The digest in 32 bytes.
    public var bytes: [UInt8] {
        var all: [UInt8] = []
        all.reserveCapacity(Self.byteCount)
        for word in [words.0, words.1, words.2, words.3] {
            for shift in stride(from: 56, through: 0, by: -8) {
                all.append(UInt8(truncatingIfNeeded: word >> UInt64(shift)))
            }
        }
        return all
    }

    /// How many bytes a digest has.
    public static let byteCount = 32

    init(_ hash: SHA256.Digest) {
        self.init(sequence: hash)
    }

    private init(sequence: some Sequence<UInt8>) {
        var read: [UInt64] = [0, 0, 0, 0]
        for (index, byte) in sequence.enumerated() { read[index / 8] = read[index / 8] << 8 | UInt64(byte) }
        words = (read[0], read[1], read[2], read[3])
    }

    public static func == (left: Digest, right: Digest) -> Bool {
        left.words == right.words
    }

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
