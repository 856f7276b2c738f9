/// A short text as bytes, compared by its length and first eight bytes before anything else.
struct ByteKey: Sendable, Equatable {
    let count: Int
    let head: UInt64
    /// All bytes, when there are more than eight; else empty.
    private let long: [UInt8]

    init(_ text: String) {
        let bytes = Array(text.utf8)
        count = bytes.count
        head = bytes.prefix(8).enumerated().reduce(0) { $0 | UInt64($1.element) << UInt64(8 * $1.offset) }
        long = bytes.count > 8 ? bytes : []
    }

    /// Whether the bytes are this text; `head` is `ByteKey.head(of: bytes)`.
    @inline(__always)
    func matches(_ bytes: UnsafeRawBufferPointer, head other: UInt64) -> Bool {
        guard bytes.count == count, other == head else { return false }
        return count <= 8 || matchesLong(bytes)
    }

    private func matchesLong(_ bytes: UnsafeRawBufferPointer) -> Bool {
        bytes.elementsEqual(long)
    }

    /// The first eight bytes, the first in the lowest place, zeros where there are none.
    @inline(__always)
    static func head(of bytes: UnsafeRawBufferPointer) -> UInt64 {
        if bytes.count >= 8 { return UInt64(littleEndian: bytes.loadUnaligned(as: UInt64.self)) }
        var word: UInt64 = 0
        for index in bytes.indices { word |= UInt64(bytes[index]) << UInt64(8 * index) }
        return word
    }
}
