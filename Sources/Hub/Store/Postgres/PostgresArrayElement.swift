/// A Swift value whose arrays can stand as a parameter.
public protocol PostgresArrayElement {
    /// All of them as one parameter.
    static func postgresArray(_ values: [Self]) -> PostgresValue
}
