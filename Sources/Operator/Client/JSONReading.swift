internal import MillwrightDevice
internal import Telemetry

/// What answers are read by: a field that is missing or of another kind reads as nothing.
extension JSONValue {
    /// The flag, or nothing.
    var bool: Bool? { if case .bool(let value) = self { value } else { nil } }

    /// The elements of a list; none for anything else.
    var elements: [JSONValue] { if case .array(let values) = self { values } else { [] } }

    /// The members of an object in the order of their names; none for anything else.
    var members: [(name: String, value: JSONValue)] {
        guard case .object(let members) = self else { return [] }
        return members.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    /// The whole number, or nothing.
    var integer: Int? { number.flatMap(Int.init(exactly:)) }

    /// A time as RFC 3339, or nothing.
    var time: Timestamp? { string.flatMap { Timestamp(rfc3339: $0) } }

    /// Itself, or nothing for `null`.
    var present: JSONValue? { if case .null = self { nil } else { self } }

    /// As people read it: texts without quotation marks, everything else as JSON.
    var text: String { string ?? description }

    /// JSON over several lines, members in alphabetical order.
    var pretty: String { pretty(indent: "") }

    private func pretty(indent: String) -> String {
        let inner = indent + "  "
        switch self {
        case .array(let values) where !values.isEmpty:
            return "[\n" + values.map { inner + $0.pretty(indent: inner) }.joined(separator: ",\n") + "\n\(indent)]"
        case .object(let members) where !members.isEmpty:
            let lines = self.members.map { name, value in
                "\(inner)\(JSONValue.string(name)): \(value.pretty(indent: inner))"
            }
            return "{\n" + lines.joined(separator: ",\n") + "\n\(indent)}"
        default: return description
        }
    }
}

extension Double {
    /// As short as it reads back; whole numbers without a fraction.
    var text: String { JSONValue.number(self).description }
}
