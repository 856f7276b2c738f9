/// Why there is no forecast.
public enum ForecastError: Error, Sendable, Equatable {
    /// The history spans so many hours, fewer than `ForecastLimits.hoursMin`.
    case tooShort(hours: Int)
    /// So many of its hours are known, less than the part `ForecastLimits.knownMin`.
    case tooManyGaps(known: Int, of: Int)
    /// A reading lies further from the others than `ForecastLimits.hoursMax`.
    case tooLong
    /// An option is outside what is allowed; its name and what it may be.
    case outOfRange(String, String)
}
