/// What is asked of a forecast.
public struct ForecastOptions: Sendable, Equatable {
    /// Hours to forecast, 1 to `ForecastLimits.horizonMax`.
    public var horizon: Int
    /// Parts of the future values that shall lie within each band, between 0 and 1, as 0.8.
    public var levels: [Double]
    /// How the load's clock runs.
    public var calendar: ForecastCalendar

    /// A week with bands of 80 and 95 %.
    public init(horizon: Int = 168, levels: [Double] = [0.8, 0.95], calendar: ForecastCalendar = ForecastCalendar()) {
        self.horizon = horizon
        self.levels = levels
        self.calendar = calendar
    }

    /// Whether a forecast can be made so.
    func check() throws(ForecastError) {
        guard (1...ForecastLimits.horizonMax).contains(horizon) else {
            throw .outOfRange("horizon", "1 to \(ForecastLimits.horizonMax)")
        }
        guard levels.count <= ForecastLimits.levelsMax, levels.allSatisfy({ $0 > 0 && $0 < 1 }) else {
            throw .outOfRange("levels", "at most \(ForecastLimits.levelsMax), each between 0 and 100 %")
        }
        guard ForecastCalendar.zoneMinutesAllowed.contains(calendar.zoneMinutes) else {
            throw .outOfRange("zone", "-14 to 14 hours")
        }
    }
}
