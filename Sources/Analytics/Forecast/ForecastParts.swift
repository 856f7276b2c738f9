/// What a forecast value is made of; the parts add up to it.
public struct ForecastParts: Sendable, Equatable {
    /// The level of the last weeks, moved by what the last days say of the day.
    public var trend: Double
    /// What the hour of the day adds, whatever the day.
    public var daily: Double
    /// What the hour of the week adds to that.
    public var weekly: Double
    /// What a holiday takes away or adds; 0 on other days.
    public var holiday: Double
    /// What the last two days say of this hour beyond all that.
    public var recent: Double

    /// The sum.
    public var sum: Double { trend + daily + weekly + holiday + recent }
}
