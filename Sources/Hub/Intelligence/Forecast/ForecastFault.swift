/// Why a history is unfit to be forecast.
public enum ForecastFault: Error, Sendable, Equatable {
    /// It spans so many hours; so many are needed.
    case tooShort(hours: Int, needed: Int)
    /// So many of its hours are known; so many are needed.
    case tooManyGaps(known: Int, of: Int, needed: Int)
    /// All its hours have one value, of which there is nothing to learn.
    case constant(Double)
}
