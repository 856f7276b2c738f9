public import Telemetry

/// A Swift type that can be read from a column.
public protocol PostgresDecodable {
    /// Nothing when the cell is null or of a type that this one cannot be read from.
    init?(_ cell: PostgresCell)
}

/// A Swift type whose arrays can be read from a column.
public protocol PostgresDecodableElement: PostgresDecodable {
    static func array(_ cell: PostgresCell) -> [Self]?
}

extension PostgresDecodableElement {
    /// Reads the elements of an array.
    public static func array(_ cell: PostgresCell) -> [Self]? { cell.elements { Self($0) } }
}

extension Optional: PostgresDecodable where Wrapped: PostgresDecodable {
    /// Reads the cell of a column.
    public init?(_ cell: PostgresCell) {
        if cell.bytes == nil {
            self = .none
            return
        }
        guard let value = Wrapped(cell) else { return nil }
        self = .some(value)
    }
}

extension Optional: PostgresDecodableElement where Wrapped: PostgresDecodable {}

extension Array: PostgresDecodable where Element: PostgresDecodableElement {
    /// Reads the cell of a column.
    public init?(_ cell: PostgresCell) {
        guard let elements = Element.array(cell) else { return nil }
        self = elements
    }
}

extension String: PostgresDecodableElement {
    /// Reads the cell of a column.
    public init?(_ cell: PostgresCell) {
        guard var bytes = cell.bytes else { return nil }
        if cell.type == PostgresType.jsonb { bytes = UnsafeRawBufferPointer(rebasing: bytes.dropFirst()) }
        self = String(decoding: bytes, as: UTF8.self)
    }
}

extension Bool: PostgresDecodableElement {
    /// Reads the cell of a column.
    public init?(_ cell: PostgresCell) {
        guard cell.type == PostgresType.bool, let byte = cell.bytes?.first else { return nil }
        self = byte != 0
    }
}

extension Int64: PostgresDecodableElement {
    /// Reads the cell of a column.
    public init?(_ cell: PostgresCell) {
        guard let value = cell.anyInteger else { return nil }
        self = value
    }
}

extension Int: PostgresDecodableElement {
    /// Reads the cell of a column.
    public init?(_ cell: PostgresCell) {
        guard let value = cell.anyInteger else { return nil }
        self = Int(value)
    }
}

extension Int32: PostgresDecodableElement {
    /// Reads the cell of a column.
    public init?(_ cell: PostgresCell) {
        guard let value = cell.anyInteger else { return nil }
        self.init(exactly: value)
    }
}

extension Int16: PostgresDecodableElement {
    /// Reads the cell of a column.
    public init?(_ cell: PostgresCell) {
        guard let value = cell.anyInteger else { return nil }
        self.init(exactly: value)
    }
}

extension Int8: PostgresDecodableElement {
    /// Reads the cell of a column.
    public init?(_ cell: PostgresCell) {
        guard cell.type == PostgresType.char, let value = cell.integer(Int8.self) else { return nil }
        self = value
    }
}

extension Double: PostgresDecodableElement {
    /// Reads the cell of a column.
    public init?(_ cell: PostgresCell) {
        switch cell.type {
        case PostgresType.float8:
            guard let bits = cell.integer(UInt64.self) else { return nil }
            self = Double(bitPattern: bits)
        case PostgresType.float4:
            guard let bits = cell.integer(UInt32.self) else { return nil }
            self = Double(Float(bitPattern: bits))
        default:
            guard let value = cell.anyInteger else { return nil }
            self = Double(value)
        }
    }
}

/// Bytes: an array of them is read from one `bytea`.
extension UInt8: PostgresDecodableElement {
    /// Reads the cell of a column.
    public init?(_ cell: PostgresCell) { return nil }

    /// Reads the elements of an array.
    public static func array(_ cell: PostgresCell) -> [UInt8]? {
        guard cell.type == PostgresType.bytea, let bytes = cell.bytes else { return nil }
        return Array(bytes)
    }
}

extension UniqueID: PostgresDecodableElement {
    /// Reads the cell of a column.
    public init?(_ cell: PostgresCell) {
        guard cell.type == PostgresType.uuid, let bytes = cell.bytes else { return nil }
        self.init(bytes: bytes)
    }
}

extension Identifier: PostgresDecodable {
    /// Reads the cell of a column.
    public init?(_ cell: PostgresCell) {
        guard let unique = UniqueID(cell) else { return nil }
        self.init(unique)
    }
}

extension Identifier: PostgresDecodableElement {}

extension Timestamp: PostgresDecodableElement {
    /// Reads the cell of a column.
    public init?(_ cell: PostgresCell) {
        guard cell.type == PostgresType.timestamptz, let value = cell.integer(Int64.self) else { return nil }
        // PostgreSQL's own ±infinity are the ends of the range and stay there.
        self.init(microseconds: value.addingSaturating(PostgresType.epoch))
    }
}
