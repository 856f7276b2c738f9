/// Writes one JSON object by hand: what logs and small status pages need, without a framework's encoder.
public struct JSONText {
    /// The text so far, UTF-8.
    public private(set) var bytes: [UInt8] = []

    /// Whether the next member or element needs a comma before it.
    private var needsComma = false

    /// A text in which nothing stands yet.
    public init() {}

    /// Opens an object; `key` when it stands in one.
    public mutating func beginObject(_ key: String? = nil) { begin(key, UInt8(ascii: "{")) }

    /// Closes the object.
    public mutating func endObject() { end(UInt8(ascii: "}")) }

    /// Opens an array; `key` when it stands in an object.
    public mutating func beginArray(_ key: String? = nil) { begin(key, UInt8(ascii: "[")) }

    /// Closes the array.
    public mutating func endArray() { end(UInt8(ascii: "]")) }

    /// A text, escaped; `key` when it stands in an object.
    public mutating func add(_ value: String, for key: String? = nil) {
        separate(key)
        quote(value)
    }

    /// A text, or null.
    public mutating func add(_ value: String?, for key: String? = nil) {
        if let value { add(value, for: key) } else { addRaw("null", for: key) }
    }

    /// A whole number.
    public mutating func add(_ value: Int, for key: String? = nil) { addRaw(String(value), for: key) }

    /// A number; null when there is none or it is not finite, which JSON cannot say.
    public mutating func add(_ value: Double?, for key: String? = nil) {
        guard let value, value.isFinite else { return addRaw("null", for: key) }
        addRaw(value == value.rounded() && value.magnitude < 1e15 ? String(Int64(value)) : String(value), for: key)
    }

    /// True or false.
    public mutating func add(_ value: Bool, for key: String? = nil) { addRaw(value ? "true" : "false", for: key) }

    /// A line feed, for files of one object a line.
    public mutating func endLine() { bytes.append(UInt8(ascii: "\n")) }

    private mutating func addRaw(_ text: String, for key: String?) {
        separate(key)
        bytes.append(contentsOf: text.utf8)
    }

    private mutating func begin(_ key: String?, _ bracket: UInt8) {
        separate(key)
        bytes.append(bracket)
        needsComma = false
    }

    private mutating func end(_ bracket: UInt8) {
        bytes.append(bracket)
        needsComma = true
    }

    private mutating func separate(_ key: String?) {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
        needsComma = true
        guard let key else { return }
        quote(key)
        bytes.append(UInt8(ascii: ":"))
    }

    private mutating func quote(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                bytes.append(UInt8(ascii: "\\"))
                bytes.append(byte)
            case UInt8(ascii: "\n"): bytes.append(contentsOf: "\\n".utf8)
            case UInt8(ascii: "\r"): bytes.append(contentsOf: "\\r".utf8)
            case UInt8(ascii: "\t"): bytes.append(contentsOf: "\\t".utf8)
            case 0..<0x20, 0x7F:
                bytes.append(contentsOf: "\\u00".utf8)
                bytes.append(Self.digits[Int(byte >> 4)])
                bytes.append(Self.digits[Int(byte & 15)])
            default: bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private static let digits = Array("0123456789abcdef".utf8)
}
