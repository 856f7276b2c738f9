/// The versions of the schema: the database's and the program's.
public struct SchemaState: Sendable, Equatable {
    /// 0: empty.
    public var database: Int
    /// The newest that this program knows.
    public var program: Int

    /// Whether the program can work with the database as it is.
    public var isCurrent: Bool { database == program }
}
