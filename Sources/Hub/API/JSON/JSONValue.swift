/// A JSON text as a value; objects keep the order of their fields, so that answers read as they were written.
package enum JSONValue: Sendable, Equatable {
    case null
    case bool(Bool)
    case integer(Int64)
    case number(Double)
    case string(String)
    case array([JSONValue])
    case object([JSONField])
    /// A column of numbers, without a value's cost for each.
    case numbers([Double])
    case integers([Int64])

    /// The first field of that name of an object; nothing for other values and other names.
    package subscript(name: String) -> JSONValue? {
        guard case .object(let fields) = self else { return nil }
        return fields.first { $0.name == name }?.value
    }

    /// The element of a list; nothing for other values and places that are not in it.
    package subscript(index: Int) -> JSONValue? {
        guard case .array(let elements) = self, elements.indices.contains(index) else { return nil }
        return elements[index]
    }

    package var text: String? {
        if case .string(let text) = self { text } else { nil }
    }

    package var bool: Bool? {
        if case .bool(let bool) = self { bool } else { nil }
    }

    package var integer: Int64? {
        switch self {
        case .integer(let value): value
        case .number(let value): Int64(exactly: value)
        default: nil
        }
    }

    package var number: Double? {
        switch self {
        case .integer(let value): Double(value)
        case .number(let value): value
        default: nil
        }
    }

    package var elements: [JSONValue]? {
        switch self {
        case .array(let elements): elements
        case .numbers(let values): values.map { .number($0) }
        case .integers(let values): values.map { .integer($0) }
        default: nil
        }
    }

    package var fields: [JSONField]? {
        if case .object(let fields) = self { fields } else { nil }
    }

    package var isNull: Bool { self == .null }

    /// The value of anything that has one; `null` for nothing.
    package static func of(_ value: (some JSONRepresentable)?) -> JSONValue {
        value?.json ?? .null
    }
}

/// One field of an object.
package struct JSONField: Sendable, Equatable {
    package var name: String
    package var value: JSONValue

    package init(_ name: String, _ value: JSONValue) {
        self.name = name
        self.value = value
    }
}

extension JSONValue: ExpressibleByDictionaryLiteral, ExpressibleByArrayLiteral, ExpressibleByStringLiteral {
    package init(dictionaryLiteral elements: (String, JSONValue)...) {
        self = .object(elements.map { JSONField($0, $1) })
    }

    package init(arrayLiteral elements: JSONValue...) { self = .array(elements) }

    package init(stringLiteral value: String) { self = .string(value) }
}

extension JSONValue: ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral {
    package init(booleanLiteral value: Bool) { self = .bool(value) }

    package init(integerLiteral value: Int64) { self = .integer(value) }

    package init(floatLiteral value: Double) { self = .number(value) }
}
