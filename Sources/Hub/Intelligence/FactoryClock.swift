public import AnalyticsForecast
public import HubPlant
internal import Telemetry

/// The clock of a factory as the models know one: a zone, with a rule of summer time.
public struct FactoryClock: Sendable, Equatable {
    /// The factory's zone, as `Europe/Berlin`.
    public var zone: String
    /// What the models go by.
    public var calendar: ForecastCalendar
    /// Whether that shows what the zone's own clock shows, on all days of the year.
    ///
    /// Zones with other rules are taken for the nearest that there is.
    public var isExact: Bool

    /// UTC, which is what a factory has whose zone nobody knows.
    public init() {
        self.init(zone: "UTC", calendar: ForecastCalendar(), isExact: true)
    }

    /// The rule that fits a zone's offsets of a year best; UTC, and not exact, when there are none.
    public init(zone: String, offsets: [ZoneOffset]?) {
        guard let offsets, let standard = offsets.map(\.hours).min() else {
            self.init(zone: "UTC", calendar: ForecastCalendar(), isExact: zone == "UTC")
            return
        }
        let allowed = ForecastCalendar.zoneMinutesAllowed
        let minutes = max(allowed.lowerBound, min(allowed.upperBound, Int((60 * standard).rounded())))
        let found = DaylightSaving.allCases.map { rule -> (calendar: ForecastCalendar, misses: Int) in
            let calendar = ForecastCalendar(zoneMinutes: minutes, daylight: rule)
            return (calendar, offsets.count { Self.hours(of: calendar, at: $0) != $0.hours })
        }
        let best = found.min { $0.misses < $1.misses }
        self.init(zone: zone, calendar: best?.calendar ?? ForecastCalendar(), isExact: best?.misses == 0)
    }

    private init(zone: String, calendar: ForecastCalendar, isExact: Bool) {
        self.zone = zone
        self.calendar = calendar
        self.isExact = isExact
    }

    private static func hours(of calendar: ForecastCalendar, at offset: ZoneOffset) -> Double {
        var clock = WallClock(calendar)
        return clock.shown(at: offset.time).seconds(since: offset.time) / 3_600
    }
}
