public import Telemetry

/// One parameter of a statement, in a type that PostgreSQL knows; all travel in binary.
///
/// Write plain Swift values where a statement takes parameters (`PostgresEncodable`); this type is for what they cannot
/// say, as `json` and arrays that hold nulls.
public enum PostgresValue: Sendable, Equatable {
    /// Its type is inferred by the server.
    case null
    case text(String)
    case int2(Int16)
    case int4(Int32)
    case int8(Int64)
    case float8(Double)
    case bool(Bool)
    case bytea([UInt8])
    case uuid(UniqueID)
    /// timestamptz
    case timestamp(Timestamp)
    /// jsonb, from a text that holds JSON.
    case json(String)
    case textArray([String?])
    /// `"char"[]`: signed bytes.
    case int1Array([Int8])
    case int2Array([Int16])
    case int4Array([Int32])
    case int8Array([Int64])
    case float8Array([Double])
    case optionalFloat8Array([Double?])
    case boolArray([Bool])
    case uuidArray([UniqueID])
    case optionalUUIDArray([UniqueID?])
    case timestampArray([Timestamp])
    case byteaArray([[UInt8]])
    case jsonArray([String])

    /// The server's number of the type; 0 lets it infer.
    var type: UInt32 {
        switch self {
        case .null: 0
        case .text: PostgresType.text
        case .int2: PostgresType.int2
        case .int4: PostgresType.int4
        case .int8: PostgresType.int8
        case .float8: PostgresType.float8
        case .bool: PostgresType.bool
        case .bytea: PostgresType.bytea
        case .uuid: PostgresType.uuid
        case .timestamp: PostgresType.timestamptz
        case .json: PostgresType.jsonb
        case .textArray: PostgresType.textArray
        case .int1Array: PostgresType.charArray
        case .int2Array: PostgresType.int2Array
        case .int4Array: PostgresType.int4Array
        case .int8Array: PostgresType.int8Array
        case .float8Array, .optionalFloat8Array: PostgresType.float8Array
        case .boolArray: PostgresType.boolArray
        case .uuidArray, .optionalUUIDArray: PostgresType.uuidArray
        case .timestampArray: PostgresType.timestamptzArray
        case .byteaArray: PostgresType.byteaArray
        case .jsonArray: PostgresType.jsonbArray
        }
    }
}
