/// A forecast with all that explains it.
public struct LoadForecast: Sendable, Equatable {
    /// One for each hour, from the hour after the last known one on.
    public var points: [ForecastPoint]
    /// Where the level changed in what was learned from, oldest first.
    public var changes: [LevelChange]
    /// How good such forecasts were on this series; nothing when the history is too short to tell (below four weeks).
    public var accuracy: ForecastAccuracy?
}
