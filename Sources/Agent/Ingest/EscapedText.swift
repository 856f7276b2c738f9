/// Undoes the escapes of a JSON text whose grammar has been checked.
enum EscapedText {
    /// The text's bytes in UTF-8; half a surrogate pair becomes U+FFFD.
    static func plain(_ bytes: UnsafeRawBufferPointer) -> [UInt8] {
        var plain: [UInt8] = []
        plain.reserveCapacity(bytes.count)
        var index = 0
        while index < bytes.count {
            guard bytes[index] == UInt8(ascii: "\\"), index + 1 < bytes.count else {
                plain.append(bytes[index])
                index += 1
                continue
            }
            index += 2
            switch bytes[index - 1] {
            case UInt8(ascii: "b"): plain.append(8)
            case UInt8(ascii: "f"): plain.append(12)
            case UInt8(ascii: "n"): plain.append(10)
            case UInt8(ascii: "r"): plain.append(13)
            case UInt8(ascii: "t"): plain.append(9)
            case UInt8(ascii: "u"): plain += scalar(bytes, &index)
            default: plain.append(bytes[index - 1])
            }
        }
        return plain
    }

    private static func scalar(_ bytes: UnsafeRawBufferPointer, _ index: inout Int) -> [UInt8] {
        guard let high = unit(bytes, at: index) else { return [] }
        index += 4
        if (0xD800..<0xDC00).contains(high), index + 1 < bytes.count, bytes[index] == UInt8(ascii: "\\"),
            bytes[index + 1] == UInt8(ascii: "u"), let low = unit(bytes, at: index + 2), (0xDC00..<0xE000).contains(low)
        {
            index += 6
            return utf8(0x10000 + (high - 0xD800) << 10 + (low - 0xDC00))
        }
        return utf8(high)
    }

    private static func unit(_ bytes: UnsafeRawBufferPointer, at index: Int) -> UInt32? {
        guard index + 4 <= bytes.count else { return nil }
        return UInt32(String(decoding: bytes[index..<index + 4], as: UTF8.self), radix: 16)
    }

    private static func utf8(_ value: UInt32) -> [UInt8] {
        Array(String(Character(Unicode.Scalar(value) ?? "\u{FFFD}")).utf8)
    }
}
