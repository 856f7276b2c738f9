/// A short text as bytes, held in words, so that comparing it touches no other memory and counts no references.
///
/// Texts up to 32 bytes are compared whole. Of longer ones the rest is compared by a 64-bit hash: whoever could make
/// two of them collide could as well have sent the text itself.
struct ByteKey: Sendable, Equatable {
    let count: Int
    private let head: UInt64
    private let words: SIMD4<UInt64>

    init(_ text: String) {
        var text = text
        self = text.withUTF8 { ByteKey(UnsafeRawBufferPointer($0)) }
    }

    init(_ bytes: UnsafeRawBufferPointer) {
        count = bytes.count
        head = Self.head(of: bytes)
        words = Self.words(of: bytes)
    }

    /// Whether the bytes are this text; `head` is `ByteKey.head(of: bytes)`.
    @inline(__always)
    func matches(_ bytes: UnsafeRawBufferPointer, head other: UInt64) -> Bool {
        guard bytes.count == count, other == head else { return false }
        return count <= 8 || Self.words(of: bytes) == words
    }

    /// The first eight bytes, the first in the lowest place, zeros where there are none.
    @inline(__always)
    static func head(of bytes: UnsafeRawBufferPointer) -> UInt64 {
        if bytes.count >= 8 { return UInt64(littleEndian: bytes.loadUnaligned(as: UInt64.self)) }
        var word: UInt64 = 0
        for index in bytes.indices { word |= UInt64(bytes[index]) << UInt64(8 * index) }
        return word
    }

    /// Bytes 8 to 32, and in the last word the hash of those beyond.
    private static func words(of bytes: UnsafeRawBufferPointer) -> SIMD4<UInt64> {
        var words = SIMD4<UInt64>()
        for place in 0..<3 where bytes.count > 8 + 8 * place {
            words[place] = head(of: UnsafeRawBufferPointer(rebasing: bytes[(8 + 8 * place)...]))
        }
        guard bytes.count > 32 else { return words }
        words[3] = ByteHash.of(UnsafeRawBufferPointer(rebasing: bytes[32...]), seed: 0)
        return words
    }
}
