import AnalyticsForecast
import Runtime
import Telemetry

/// A factory's load as one would draw it: high by day, low at weekends, and what the weather does to it.
struct MadeLoad {
    /// Monday, 2024-01-01.
    static let start = 19_723 * 24

    var weeks = 24
    var noise = 1.0
    var seed: UInt64 = 1
    var calendar = ForecastCalendar()
    /// Hours by which the load is beyond its shape: the hour since the start, the wall clock's hour since 1970.
    var beyond: (Int, Int) -> Double = { _, _ in 0 }

    /// What an ordinary hour of the wall clock has.
    static func shape(_ hour: Int) -> Double {
        let (day, clock) = ((hour / 24 + 3) % 7, hour % 24)
        let isWorking = day < 5 && (6..<18).contains(clock)
        return 100 + (isWorking ? 60 : 0) + Double(clock >= 12 ? 24 - clock : clock)
    }

    /// The truths of so many hours from the start.
    func values(_ hours: Int) -> [Double] {
        var random = SeededRandom(seed: seed)
        var weather = 0.0
        return zip(0..<hours, calendar.wall(Self.start..<Self.start + hours)).map { index, hour in
            weather = 0.98 * weather + noise * random.normal()
            return Self.shape(hour) + weather + beyond(index, hour)
        }
    }

    /// The readings of all weeks, those that are not left out.
    func series(_ isThere: (Int) -> Bool = { _ in true }) throws -> HourlySeries {
        try Self.series(Array(values(weeks * 168)), isThere)
    }

    /// Values from the start on as readings.
    static func series(_ values: [Double], _ isThere: (Int) -> Bool = { _ in true }) throws -> HourlySeries {
        var series = HourlySeries()
        for (index, value) in values.enumerated() where isThere(index) {
            try series.add(value, at: Timestamp(seconds: Int64(start + index) * 3_600 + 60))
        }
        return series
    }

    /// The mean of |forecast − truth| of a forecast after the weeks.
    func error(of forecast: LoadForecast) -> Double {
        let truths = values(weeks * 168 + forecast.points.count).suffix(forecast.points.count)
        return zip(forecast.points, truths).reduce(0) { $0 + abs($1.0.mean - $1.1) } / Double(forecast.points.count)
    }
}
