/// Appends numbers and texts to bytes.
struct ByteWriter {
    var bytes: [UInt8] = []
    /// The oldest version of segments whose readers understand what was written.
    private(set) var version: UInt8 = 1

    mutating func needs(version: UInt8) {
        self.version = max(self.version, version)
    }

    mutating func append(_ other: ByteWriter) {
        needs(version: other.version)
        bytes.append(contentsOf: other.bytes)
    }

    mutating func byte(_ value: UInt8) {
        bytes.append(value)
    }

    /// Seven bits a byte, least significant first (LEB128).
    mutating func varint(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    /// Small numbers of either sign in few bytes.
    mutating func signed(_ value: Int64) {
        varint(ZigZag.encode(value))
    }

    mutating func text(_ value: String) {
        varint(UInt64(value.utf8.count))
        bytes.append(contentsOf: value.utf8)
    }
}

/// Signed numbers as unsigned ones, small in size where the number is small.
enum ZigZag {
    static func encode(_ value: Int64) -> UInt64 {
        UInt64(bitPattern: value << 1 ^ value >> 63)
    }

    static func decode(_ value: UInt64) -> Int64 {
        Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1)
    }
}
