/// Reads numbers and texts out of bytes; throws where they end, never traps.
struct ByteReader {
    let bytes: [UInt8]
    /// The version of the segment that the bytes are of.
    let version: UInt8
    private(set) var offset: Int
    private let end: Int

    init(_ bytes: [UInt8], version: UInt8, from start: Int = 0, to end: Int? = nil) {
        self.bytes = bytes
        self.version = version
        offset = start
        self.end = end ?? bytes.count
    }

    var remaining: Int { end - offset }

    mutating func byte() throws(SegmentDecodingError) -> UInt8 {
        guard offset < end else { throw .truncated }
        defer { offset += 1 }
        return bytes[offset]
    }

    mutating func varint() throws(SegmentDecodingError) -> UInt64 {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while true {
            let next = try byte()
            value |= UInt64(next & 0x7F) << shift
            if next < 0x80 { return value }
            shift += 7
            guard shift < 64 else { throw .contentInvalid("a number that is too long") }
        }
    }

    mutating func signed() throws(SegmentDecodingError) -> Int64 {
        ZigZag.decode(try varint())
    }

    /// A number of things that are at most `countMax`.
    mutating func count(_ what: String, countMax: Int) throws(SegmentDecodingError) -> Int {
        let value = try varint()
        guard value <= UInt64(countMax) else {
            throw .tooLarge(what: what, count: Int(clamping: value), countMax: countMax)
        }
        return Int(value)
    }

    mutating func text(bytesMax: Int) throws(SegmentDecodingError) -> String {
        let length = try count("bytes of a name", countMax: bytesMax)
        let range = try take(length)
        guard let text = String(validating: bytes[range], as: UTF8.self) else {
            throw .contentInvalid("a name that is not UTF-8")
        }
        return text
    }

    /// The next `length` bytes, by their place.
    mutating func take(_ length: Int) throws(SegmentDecodingError) -> Range<Int> {
        guard length <= remaining else { throw .truncated }
        defer { offset += length }
        return offset..<offset + length
    }
}
