/// Why nothing was learned about remaining life.
public enum LifetimeError: Error, Sendable, Equatable {
    /// There are so many units that ran long enough, fewer than `LifetimeLimits.unitsMin`.
    case tooFewUnits(Int)
    /// No sensor has two values.
    case nothingVaries
    /// A number is outside what is allowed; its name and what it may be.
    case outOfRange(String, String)
}
