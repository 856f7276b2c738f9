/// Numbers of PostgreSQL's built-in types (catalog `pg_type`); they never change between versions.
enum PostgresType {
    static let bool: UInt32 = 16
    static let bytea: UInt32 = 17
    /// `"char"`, a signed byte.
    static let char: UInt32 = 18
    static let int8: UInt32 = 20
    static let int2: UInt32 = 21
    static let int4: UInt32 = 23
    static let text: UInt32 = 25
    static let json: UInt32 = 114
    static let float4: UInt32 = 700
    static let float8: UInt32 = 701
    static let timestamptz: UInt32 = 1184
    static let uuid: UInt32 = 2950
    static let jsonb: UInt32 = 3802

    static let boolArray: UInt32 = 1000
    static let byteaArray: UInt32 = 1001
    static let charArray: UInt32 = 1002
    static let int2Array: UInt32 = 1005
    static let int4Array: UInt32 = 1007
    static let textArray: UInt32 = 1009
    static let int8Array: UInt32 = 1016
    static let float8Array: UInt32 = 1022
    static let timestamptzArray: UInt32 = 1185
    static let uuidArray: UInt32 = 2951
    static let jsonbArray: UInt32 = 3807

    /// Microseconds from 1970-01-01 to 2000-01-01, where PostgreSQL's time begins.
    static let epoch: Int64 = 946_684_800_000_000
}
