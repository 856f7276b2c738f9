internal import SyncWire

/// Values of fields in the API: the same JSON, in the types of either side.
extension FieldValue: JSONRepresentable {
    package var json: JSONValue {
        switch self {
        case .null: .null
        case .flag(let flag): .bool(flag)
        case .number(let number): Int64(exactly: number).map { .integer($0) } ?? .number(number)
        case .text(let text): .string(text)
        case .list(let list): .array(list.map(\.json))
        case .object(let object): .object(object.sorted { $0.key < $1.key }.map { JSONField($0.key, $0.value.json) })
        }
    }
}

extension JSONValue {
    /// The value as a document holds it.
    var fieldValue: FieldValue {
        switch self {
        case .null: .null
        case .bool(let bool): .flag(bool)
        case .integer(let integer): .number(Double(integer))
        case .number(let number): .number(number)
        case .string(let text): .text(text)
        case .array(let elements): .list(elements.map(\.fieldValue))
        case .numbers(let values): .list(values.map { .number($0) })
        case .integers(let values): .list(values.map { .number(Double($0)) })
        case .object(let fields):
            .object(Dictionary(fields.map { ($0.name, $0.value.fieldValue) }) { _, last in last })
        }
    }

    /// The value of a field of the API: `null` takes the field away; nothing when it is larger than a field may be.
    func fieldOfDocument(_ name: String) throws -> FieldValue? {
        if isNull { return nil }
        guard let value = FieldValue(fieldValue.description) else {
            throw APIError.invalid(name, "must be JSON of at most \(FieldValue.bytesMax) bytes without U+0000")
        }
        return value
    }
}
