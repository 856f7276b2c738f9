/// How good forecasts of the same kind were on the series' own past, each made from what was known at its time.
///
/// Gaps and holidays are filled in that past, so they are held against what is usual.
public struct ForecastAccuracy: Sendable, Equatable {
    /// From so many origins, one a day, the newest, at most 364.
    public var origins: Int
    /// The mean of |error| over the first day, in the load's unit.
    public var errorDay: Double
    /// The same over the first week.
    public var errorWeek: Double
    /// Mean absolute percentage error of the first day; nothing where a load was nearly 0 (below 1 % of the usual
    /// size), which makes percentages meaningless.
    public var mapeDay: Double?
    /// The same of the first week.
    public var mapeWeek: Double?
}
