internal import Telemetry

/// Something that the API writes as JSON.
package protocol JSONRepresentable {
    var json: JSONValue { get }
}

extension JSONValue: JSONRepresentable {
    package var json: JSONValue { self }
}

extension String: JSONRepresentable {
    package var json: JSONValue { .string(self) }
}

extension Bool: JSONRepresentable {
    package var json: JSONValue { .bool(self) }
}

extension Int: JSONRepresentable {
    package var json: JSONValue { .integer(Int64(self)) }
}

extension Int64: JSONRepresentable {
    package var json: JSONValue { .integer(self) }
}

extension Double: JSONRepresentable {
    package var json: JSONValue { .number(self) }
}

extension Array: JSONRepresentable where Element: JSONRepresentable {
    package var json: JSONValue { .array(map(\.json)) }
}

extension Identifier: JSONRepresentable {
    package var json: JSONValue { .string(description) }
}

extension UniqueID: JSONRepresentable {
    package var json: JSONValue { .string(description) }
}

extension Timestamp: JSONRepresentable {
    package var json: JSONValue { .string(rfc3339) }
}

extension MetricName: JSONRepresentable {
    package var json: JSONValue { .string(text) }
}

extension Severity: JSONRepresentable {
    package var json: JSONValue { .string(rawValue) }
}
