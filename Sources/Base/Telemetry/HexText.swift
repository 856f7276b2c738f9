/// Bytes as text of two digits each, for answers in JSON.
public enum HexText {
    private static let digits = Array("0123456789abcdef".utf8)

    /// Small letters, no blanks.
    public static func encode(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        text.reserveCapacity(2 * bytes.count)
        for byte in bytes {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// Nothing for text that is no such.
    public static func decode(_ text: String) -> [UInt8]? {
        let nibbles = text.utf8.map { digits.firstIndex(of: $0 | 0x20) }
        guard nibbles.count.isMultiple(of: 2) else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(nibbles.count / 2)
        for place in stride(from: 0, to: nibbles.count, by: 2) {
            guard let high = nibbles[place], let low = nibbles[place + 1] else { return nil }
            bytes.append(UInt8(high << 4 | low))
        }
        return bytes
    }
}
