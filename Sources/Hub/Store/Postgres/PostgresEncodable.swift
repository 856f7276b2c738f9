public import Telemetry

/// A Swift value that can stand as a parameter of a statement.
public protocol PostgresEncodable {
    var postgresValue: PostgresValue { get }
}

/// A Swift value whose arrays can stand as a parameter.
public protocol PostgresArrayElement {
    static func postgresArray(_ values: [Self]) -> PostgresValue
}

extension PostgresValue: PostgresEncodable {
    public var postgresValue: PostgresValue { self }
}

extension Optional: PostgresEncodable where Wrapped: PostgresEncodable {
    public var postgresValue: PostgresValue { map(\.postgresValue) ?? .null }
}

extension Array: PostgresEncodable where Element: PostgresArrayElement {
    public var postgresValue: PostgresValue { Element.postgresArray(self) }
}

extension String: PostgresEncodable, PostgresArrayElement {
    public var postgresValue: PostgresValue { .text(self) }
    public static func postgresArray(_ values: [String]) -> PostgresValue { .textArray(values) }
}

extension Bool: PostgresEncodable, PostgresArrayElement {
    public var postgresValue: PostgresValue { .bool(self) }
    public static func postgresArray(_ values: [Bool]) -> PostgresValue { .boolArray(values) }
}

extension Int: PostgresEncodable, PostgresArrayElement {
    public var postgresValue: PostgresValue { .int8(Int64(self)) }
    public static func postgresArray(_ values: [Int]) -> PostgresValue { .int8Array(values.map(Int64.init)) }
}

extension Int16: PostgresEncodable, PostgresArrayElement {
    public var postgresValue: PostgresValue { .int2(self) }
    public static func postgresArray(_ values: [Int16]) -> PostgresValue { .int2Array(values) }
}

extension Int32: PostgresEncodable, PostgresArrayElement {
    public var postgresValue: PostgresValue { .int4(self) }
    public static func postgresArray(_ values: [Int32]) -> PostgresValue { .int4Array(values) }
}

extension Int64: PostgresEncodable, PostgresArrayElement {
    public var postgresValue: PostgresValue { .int8(self) }
    public static func postgresArray(_ values: [Int64]) -> PostgresValue { .int8Array(values) }
}

/// A counter of a peer; beyond what a bigint holds it stays at the end of the range, because a peer's number must not trap.
extension UInt64: PostgresEncodable, PostgresArrayElement {
    public var postgresValue: PostgresValue { .int8(Int64(clamping: self)) }
    public static func postgresArray(_ values: [UInt64]) -> PostgresValue {
        .int8Array(values.map { Int64(clamping: $0) })
    }
}

/// Bytes: an array of them is one `bytea`.
extension UInt8: PostgresArrayElement {
    public static func postgresArray(_ values: [UInt8]) -> PostgresValue { .bytea(values) }
}

extension Double: PostgresEncodable, PostgresArrayElement {
    public var postgresValue: PostgresValue { .float8(self) }
    public static func postgresArray(_ values: [Double]) -> PostgresValue { .float8Array(values) }
}

extension Timestamp: PostgresEncodable, PostgresArrayElement {
    public var postgresValue: PostgresValue { .timestamp(self) }
    public static func postgresArray(_ values: [Timestamp]) -> PostgresValue { .timestampArray(values) }
}

extension UniqueID: PostgresEncodable, PostgresArrayElement {
    public var postgresValue: PostgresValue { .uuid(self) }
    public static func postgresArray(_ values: [UniqueID]) -> PostgresValue { .uuidArray(values) }
}

extension Identifier: PostgresEncodable, PostgresArrayElement {
    public var postgresValue: PostgresValue { .uuid(unique) }
    public static func postgresArray(_ values: [Identifier]) -> PostgresValue { .uuidArray(values.map(\.unique)) }
}
