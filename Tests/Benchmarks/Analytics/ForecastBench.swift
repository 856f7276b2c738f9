import AnalyticsForecast
import BenchFigures
import Glibc
import Runtime
import Telemetry

/// What a forecast of a week by the hour costs, fit and bands, from two years of an invented factory's load.
enum ForecastBench {
    private static let hours = 749 * 24

    static func figures() throws -> [Figure] {
        let series = try series()
        var sum = 0.0
        let seconds = try ProcessorTime.best(of: 30) {
            sum += try LoadForecaster.forecast(series).points[0].mean
        }
        precondition(sum > 0, "loads are above 0")
        return [Figure("forecast", "fit of two years and forecast of 168 h", seconds * 1e3, "ms", target: 10)]
    }

    /// High by day and low at weekends, with a weather that lasts.
    private static func series() throws -> HourlySeries {
        var random = SeededRandom(seed: 5)
        var (series, weather) = (HourlySeries(), 0.0)
        for hour in 0..<hours {
            weather = 0.98 * weather + random.normal()
            let isWorking = hour / 24 % 7 < 5 && (6..<18).contains(hour % 24)
            let load = 100 + (isWorking ? 60 : 0) + 10 * sin(Double(hour % 24) / 24 * 2 * .pi) + weather
            try series.add(load, at: Timestamp(seconds: Int64(473_352 + hour) * 3_600))
        }
        return series
    }
}
