/// How long a history and a forecast may be.
public enum ForecastLimits {
    /// Hours that are forecast at most: 31 days.
    public static let horizonMax = 744
    /// The least span of a history in hours: two weeks, of which the first makes the profile and the second tests it.
    public static let hoursMin = 336
    /// The part of a history's hours that must be known.
    public static let knownMin = 0.5
    /// The longest span that a series may have, in hours: about 30 years, 6 MiB.
    public static let hoursMax = 1 << 18
    /// Hours that are learned from, the newest: two years and the weeks before the first origin.
    public static let hoursUsed = (728 + 21) * 24
    /// Levels asked for at once.
    public static let levelsMax = 8
}
