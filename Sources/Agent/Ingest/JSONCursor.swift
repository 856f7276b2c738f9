/// A place in a JSON text, and the steps over its tokens.
struct JSONCursor {
    private let base: UnsafeRawPointer
    private let count: Int
    let depthMax: Int
    var position = 0

    /// The bytes must outlive the cursor.
    init(_ bytes: UnsafeRawBufferPointer, depthMax: Int) {
        // An empty buffer may have no address; its count of 0 keeps this one from being read.
        base = bytes.baseAddress ?? UnsafeRawPointer(bitPattern: 8).unsafelyUnwrapped
        count = bytes.count
        self.depthMax = min(depthMax, 64)
    }

    var atEnd: Bool { position == count }

    /// The next byte, or 0 at the end, which begins no token.
    @inline(__always)
    var peek: UInt8 { position < count ? base.load(fromByteOffset: position, as: UInt8.self) : 0 }

    @inline(__always)
    mutating func take(_ byte: UInt8) -> Bool {
        guard peek == byte else { return false }
        position += 1
        return true
    }

    @inline(__always)
    mutating func skipSpace() {
        while true {
            switch peek {
            case 0x20, 0x0A, 0x0D, 0x09: position += 1
            default: return
            }
        }
    }

    @inline(__always)
    func slice(_ start: Int, _ end: Int) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: base + start, count: end - start)
    }

    /// The first eight bytes of a slice, as `ByteKey.head` gives them, with one load where that many bytes follow.
    @inline(__always)
    func head(_ start: Int, _ end: Int) -> UInt64 {
        guard start + 8 <= count else { return ByteKey.head(of: slice(start, end)) }
        let word = UInt64(littleEndian: base.loadUnaligned(fromByteOffset: start, as: UInt64.self))
        return end - start >= 8 ? word : word & ((1 << UInt64(truncatingIfNeeded: 8 &* (end &- start))) &- 1)
    }

    /// The next eight bytes, the first in the lowest place; nothing when fewer are left.
    @inline(__always)
    var nextWord: UInt64? {
        guard position + 8 <= count else { return nil }
        return UInt64(littleEndian: base.loadUnaligned(fromByteOffset: position, as: UInt64.self))
    }

    /// Steps over one of the three words.
    mutating func word(_ word: StaticString) throws(ScanFault) {
        let length = word.utf8CodeUnitCount
        guard count - position >= length else { throw .notJSON }
        for offset in 0..<length
        where base.load(fromByteOffset: position + offset, as: UInt8.self) != word.utf8Start[offset] {
            throw .notJSON
        }
        position += length
    }

    /// Steps over a text; the bytes between its quotes, and whether there are escapes among them.
    @inline(__always)
    mutating func text() throws(ScanFault) -> (start: Int, end: Int, hasEscapes: Bool) {
        guard take(UInt8(ascii: "\"")) else { throw .notJSON }
        let start = position
        var hasEscapes = false
        while true {
            // Eight bytes at a time while none of them is a quote, a backslash or a control character.
            while position + 8 <= count {
                let special = Self.special(in: base.loadUnaligned(fromByteOffset: position, as: UInt64.self))
                if special != 0 {
                    position += special.trailingZeroBitCount >> 3
                    break
                }
                position += 8
            }
            guard position < count else { throw .notJSON }
            switch peek {
            case UInt8(ascii: "\""):
                position += 1
                return (start, position - 1, hasEscapes)
            case UInt8(ascii: "\\"):
                hasEscapes = true
                try escape()
            case 0..<0x20: throw .notJSON
            default: position += 1
            }
        }
    }

    /// High bits at the bytes that end a run of plain text; the lowest one set is exact.
    @inline(__always)
    private static func special(in word: UInt64) -> UInt64 {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let quote = word ^ (ones &* 0x22)
        let slash = word ^ (ones &* 0x5C)
        let found = (quote &- ones) & ~quote | (slash &- ones) & ~slash | (word &- ones &* 0x20) & ~word
        return UInt64(littleEndian: found & (ones &* 0x80))
    }

    private mutating func escape() throws(ScanFault) {
        position += 1
        switch peek {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
            UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            position += 1
        case UInt8(ascii: "u"):
            position += 1
            for _ in 0..<4 {
                guard Self.isHexadecimal(peek) else { throw .notJSON }
                position += 1
            }
        default: throw .notJSON
        }
    }

    private static func isHexadecimal(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x46, 0x61...0x66: true
        default: false
        }
    }
}
