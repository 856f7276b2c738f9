/// Why no forest was learned.
public enum ForestError: Error, Sendable, Equatable {
    /// There are so many rows, fewer than `ForestLimits.rowsMin`.
    case tooFewRows(Int)
    /// No feature has two values.
    case nothingVaries
    /// A number is outside what is allowed; its name and the largest.
    case outOfRange(String, most: Int)
}
