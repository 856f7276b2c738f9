internal import FoundationEssentials

extension FieldValue: Codable {
    /// Reads any JSON value.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let flag = try? container.decode(Bool.self) {
            self = .flag(flag)
        } else if let number = try? container.decode(Double.self) {
            self = .number(number)
        } else if let text = try? container.decode(String.self) {
            self = .text(text)
        } else if let list = try? container.decode([FieldValue].self) {
            self = .list(list)
        } else {
            self = .object(try container.decode([String: FieldValue].self))
        }
    }

    /// Writes the value as it is.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .null: try container.encodeNil()
        case .flag(let flag): try container.encode(flag)
        case .number(let number): try container.encode(number)
        case .text(let text): try container.encode(text)
        case .list(let list): try container.encode(list)
        case .object(let object): try container.encode(object)
        }
    }
}

extension FieldValue: LosslessStringConvertible {
    /// The JSON of the value, with sorted keys: the same value has the same text.
    public var description: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // Fails only for numbers that are not finite, which JSON does not have and decoding does not give.
        guard let data = try? encoder.encode(self) else { return "null" }
        return String(decoding: data, as: UTF8.self)
    }

    /// Reads one JSON value of at most `bytesMax` and `depthMax`; nothing for anything else, and for texts with U+0000.
    public init?(_ description: String) {
        guard description.utf8.count <= Self.bytesMax, Self.depth(of: description.utf8) <= Self.depthMax,
            let value = try? JSONDecoder().decode(FieldValue.self, from: Data(description.utf8)), value.isStorable
        else { return nil }
        self = value
    }

    /// Whether it is the same again when it is read: of at most `bytesMax` and `depthMax`, without U+0000.
    public var isReadable: Bool { FieldValue(description) == self }

    /// What a value has to be, for people.
    public static let bounds = "JSON of at most \(bytesMax) bytes, at most \(depthMax) deep, without U+0000"

    /// How deep a text of JSON is nested: looked at before it is parsed, because parsers recurse.
    private static func depth(of json: String.UTF8View) -> Int {
        var (depth, deepest, isQuoted, isEscaped) = (0, 0, false, false)
        for byte in json {
            switch byte {
            case _ where isEscaped: isEscaped = false
            case UInt8(ascii: "\\"): isEscaped = isQuoted
            case UInt8(ascii: "\""): isQuoted.toggle()
            case UInt8(ascii: "["), UInt8(ascii: "{"):
                if !isQuoted { depth += 1 }
                deepest = max(deepest, depth)
            case UInt8(ascii: "]"), UInt8(ascii: "}"):
                if !isQuoted { depth -= 1 }
            default: break
            }
        }
        return deepest
    }

    /// PostgreSQL cannot store U+0000; a value with it would hold up its stream for ever.
    private var isStorable: Bool {
        switch self {
        case .null, .flag: true
        case .number(let number): number.isFinite
        case .text(let text): !text.utf8.contains(0)
        case .list(let list): list.allSatisfy(\.isStorable)
        case .object(let object): object.allSatisfy { !$0.key.utf8.contains(0) && $0.value.isStorable }
        }
    }
}
