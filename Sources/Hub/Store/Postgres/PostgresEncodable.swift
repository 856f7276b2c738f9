public import Telemetry

/// A Swift value that can stand as a parameter of a statement.
public protocol PostgresEncodable {
    /// What it is to the server.
    var postgresValue: PostgresValue { get }
}

extension PostgresValue: PostgresEncodable {
    /// As a parameter of a statement.
    public var postgresValue: PostgresValue { self }
}

extension Optional: PostgresEncodable where Wrapped: PostgresEncodable {
    /// As a parameter of a statement.
    public var postgresValue: PostgresValue { map(\.postgresValue) ?? .null }
}

extension Array: PostgresEncodable where Element: PostgresArrayElement {
    /// As a parameter of a statement.
    public var postgresValue: PostgresValue { Element.postgresArray(self) }
}

extension String: PostgresEncodable, PostgresArrayElement {
    /// As a parameter of a statement.
    public var postgresValue: PostgresValue { .text(self) }
    /// As one parameter that is an array.
    public static func postgresArray(_ values: [String]) -> PostgresValue { .textArray(values) }
}

extension Bool: PostgresEncodable, PostgresArrayElement {
    /// As a parameter of a statement.
    public var postgresValue: PostgresValue { .bool(self) }
    /// As one parameter that is an array.
    public static func postgresArray(_ values: [Bool]) -> PostgresValue { .boolArray(values) }
}

extension Int: PostgresEncodable, PostgresArrayElement {
    /// As a parameter of a statement.
    public var postgresValue: PostgresValue { .int8(Int64(self)) }
    /// As one parameter that is an array.
    public static func postgresArray(_ values: [Int]) -> PostgresValue { .int8Array(values.map(Int64.init)) }
}

extension Int8: PostgresArrayElement {
    /// As one parameter that is an array.
    public static func postgresArray(_ values: [Int8]) -> PostgresValue { .int1Array(values) }
}

extension Int16: PostgresEncodable, PostgresArrayElement {
    /// As a parameter of a statement.
    public var postgresValue: PostgresValue { .int2(self) }
    /// As one parameter that is an array.
    public static func postgresArray(_ values: [Int16]) -> PostgresValue { .int2Array(values) }
}

extension Int32: PostgresEncodable, PostgresArrayElement {
    /// As a parameter of a statement.
    public var postgresValue: PostgresValue { .int4(self) }
    /// As one parameter that is an array.
    public static func postgresArray(_ values: [Int32]) -> PostgresValue { .int4Array(values) }
}

extension Int64: PostgresEncodable, PostgresArrayElement {
    /// As a parameter of a statement.
    public var postgresValue: PostgresValue { .int8(self) }
    /// As one parameter that is an array.
    public static func postgresArray(_ values: [Int64]) -> PostgresValue { .int8Array(values) }
}

/// A counter of a peer; beyond what a bigint holds it stays at the end of the range, because a peer's number must
/// not trap.
extension UInt64: PostgresEncodable, PostgresArrayElement {
    /// As a parameter of a statement.
    public var postgresValue: PostgresValue { .int8(Int64(clamping: self)) }
    /// As one parameter that is an array.
    public static func postgresArray(_ values: [UInt64]) -> PostgresValue {
        .int8Array(values.map { Int64(clamping: $0) })
    }
}

/// Bytes: an array of them is one `bytea`.
extension UInt8: PostgresArrayElement {
    /// As one parameter that is an array.
    public static func postgresArray(_ values: [UInt8]) -> PostgresValue { .bytea(values) }
}

extension Double: PostgresEncodable, PostgresArrayElement {
    /// As a parameter of a statement.
    public var postgresValue: PostgresValue { .float8(self) }
    /// As one parameter that is an array.
    public static func postgresArray(_ values: [Double]) -> PostgresValue { .float8Array(values) }
}

extension Timestamp: PostgresEncodable, PostgresArrayElement {
    /// As a parameter of a statement.
    public var postgresValue: PostgresValue { .timestamp(self) }
    /// As one parameter that is an array.
    public static func postgresArray(_ values: [Timestamp]) -> PostgresValue { .timestampArray(values) }
}

extension UniqueID: PostgresEncodable, PostgresArrayElement {
    /// As a parameter of a statement.
    public var postgresValue: PostgresValue { .uuid(self) }
    /// As one parameter that is an array.
    public static func postgresArray(_ values: [UniqueID]) -> PostgresValue { .uuidArray(values) }
}

extension Identifier: PostgresEncodable, PostgresArrayElement {
    /// As a parameter of a statement.
    public var postgresValue: PostgresValue { .uuid(unique) }
    /// As one parameter that is an array.
    public static func postgresArray(_ values: [Identifier]) -> PostgresValue { .uuidArray(values.map(\.unique)) }
}
