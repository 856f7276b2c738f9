/// A further name in the environment that a setting is read from, as `DATABASE_URL`.
public struct EnvironmentName: Sendable, Hashable, ExpressibleByStringLiteral {
    /// The variable's full name, without `$`.
    public var name: String
    /// What a number without a unit means there, as `ms` in `STORAGE_CLEANUP_INTERVAL=60000`.
    public var bareUnit: String?
    /// Whether the variable holds the secret itself rather than the path of its file.
    public var holdsSecret: Bool

    /// A name by its parts; by itself it is a path or a value with its unit.
    public init(_ name: String, bareUnit: String? = nil, holdsSecret: Bool = false) {
        self.name = name
        self.bareUnit = bareUnit
        self.holdsSecret = holdsSecret
    }

    /// A name whose value is written as in the file and is no secret.
    public init(stringLiteral name: String) {
        self.init(name)
    }
}
