import AnalyticsForecast
import Runtime
import Telemetry
import Testing

@Suite("Forecast of a load")
struct ForecastTests {
    @Test("the shape of day and week comes back, and what the last days say beyond it")
    func shape() throws {
        let load = MadeLoad(noise: 0.2)
        let forecast = try LoadForecaster.forecast(load.series())
        #expect(forecast.points.count == 168)
        #expect(forecast.points[0].time == Timestamp(seconds: Int64(MadeLoad.start + 24 * 168) * 3_600))
        #expect(load.error(of: forecast) < 1.5, "\(load.error(of: forecast))")
        let accuracy = try #require(forecast.accuracy)
        #expect(accuracy.origins > 100 && accuracy.errorDay < accuracy.errorWeek && accuracy.errorWeek < 2)
        #expect(try #require(accuracy.mapeDay) < 2)
        #expect(forecast.changes.isEmpty)
    }

    @Test("four of five values lie within the band of 80 %, nineteen of twenty within that of 95 %")
    func coverage() throws {
        var within = [0, 0]
        var count = 0
        for seed in 1...8 {
            let load = MadeLoad(weeks: 20, seed: UInt64(seed))
            let forecast = try LoadForecaster.forecast(load.series())
            let truths = load.values(20 * 168 + 168).suffix(168)
            for (point, truth) in zip(forecast.points, truths) {
                count += 1
                for (index, band) in point.bands.enumerated() where (band.low...band.high).contains(truth) {
                    within[index] += 1
                }
            }
        }
        let parts = within.map { Double($0) / Double(count) }
        #expect((0.68...0.9).contains(parts[0]) && (0.86...0.99).contains(parts[1]), "\(parts)")
    }

    @Test("parts add up to the mean, bands hold it, and a wider level holds a narrower")
    func parts() throws {
        let options = ForecastOptions(horizon: 400, levels: [0.5, 0.8, 0.95])
        for point in try LoadForecaster.forecast(MadeLoad(weeks: 12).series(), options: options).points {
            #expect(abs(point.parts.sum - point.mean) < 1e-9)
            #expect(point.parts.holiday == 0)
            let ends = point.bands.map(\.low).reversed() + [point.mean] + point.bands.map(\.high)
            #expect(ends == ends.sorted())
        }
    }

    @Test("the same in any unit, and the same twice")
    func units() throws {
        let load = MadeLoad(weeks: 12)
        let one = try LoadForecaster.forecast(load.series())
        #expect(try LoadForecaster.forecast(load.series()) == one)
        let values = load.values(12 * 168).map { 1_000 * $0 - 50_000 }
        let other = try LoadForecaster.forecast(MadeLoad.series(values))
        for (left, right) in zip(one.points, other.points) {
            #expect(abs(1_000 * left.mean - 50_000 - right.mean) < 20)
            #expect(abs(1_000 * (left.bands[0].high - left.mean) - (right.bands[0].high - right.mean)) < 20)
        }
    }

    @Test("the first hours do not depend on how many are asked for", arguments: [1, 24, 167, 169, 744])
    func horizons(horizon: Int) throws {
        let series = try MadeLoad(weeks: 10).series()
        let week = try LoadForecaster.forecast(series).points
        let other = try LoadForecaster.forecast(series, options: ForecastOptions(horizon: horizon)).points
        #expect(other.count == horizon && zip(week, other).allSatisfy { $0 == $1 })
    }

    @Test("gaps of hours and of days are filled, and cost little")
    func gaps() throws {
        let load = MadeLoad(noise: 0.2)
        var random = SeededRandom(seed: 3)
        let holes = Set((0..<24 * 168).filter { _ in random.unit() < 0.2 })
        let forecast = try LoadForecaster.forecast(
            load.series { !holes.contains($0) && !(2_000..<2_150).contains($0) && !(3_900..<3_940).contains($0) })
        #expect(load.error(of: forecast) < 2, "\(load.error(of: forecast))")
    }

    @Test("a load that goes to another level is forecast at that, and the day is told")
    func levels() throws {
        let change = 22 * 168 + 48
        let load = MadeLoad(noise: 0.2, beyond: { index, _ in index >= change ? 80 : 0 })
        let forecast = try LoadForecaster.forecast(load.series())
        #expect(load.error(of: forecast) < 4, "\(load.error(of: forecast))")
        let told = try #require(forecast.changes.first)
        #expect(forecast.changes.count == 1 && abs(told.shift - 80) < 8, "\(told)")
        let hours = told.time.seconds(since: Timestamp(seconds: Int64(MadeLoad.start + change) * 3_600)) / 3_600
        #expect(abs(hours) <= 24, "\(hours)")
    }

    @Test("a load that grows goes on growing")
    func growth() throws {
        let load = MadeLoad(weeks: 40, noise: 0.05, beyond: { index, _ in Double(index) / 84 })
        let forecast = try LoadForecaster.forecast(load.series())
        // Standing still at the profile would be off by about ten weeks' growth, 20.
        #expect(load.error(of: forecast) < 4, "\(load.error(of: forecast))")
    }

    /// What a week's growth adds to a load from a week on, in forty weeks of which the last ones grow otherwise.
    @Test(
        "a load that grows, or begins or ceases to, is followed better than by the week before",
        arguments: [
            (before: 2.0, after: 2.0, change: 20), (0, 2, 28), (0, 2, 34), (2, 0, 28), (1, 4, 30), (2, -2, 30),
            (-3, -3, 20),
        ])
    func growths(before: Double, after: Double, change: Int) throws {
        var (own, naive) = (0.0, 0.0)
        for seed in UInt64(1)...4 {
            let load = MadeLoad(weeks: 40, noise: 0.3, seed: seed) { index, _ in
                let weeks = Double(index) / 168
                return before * min(weeks, Double(change)) + after * max(0, weeks - Double(change))
            }
            own += load.error(of: try LoadForecaster.forecast(load.series())) / 4
            let values = load.values(41 * 168)
            for hour in 40 * 168..<41 * 168 { naive += abs(values[hour] - values[hour - 168]) / 672 }
        }
        #expect(own < naive, "\(own) \(naive)")
    }

    @Test("nothing that is measured makes it trap, and what it says stays finite")
    func odd() throws {
        let odd: [(Int) -> Double] = [
            { _ in 0 }, { _ in -7 }, { Double($0) * 1e25 }, { $0 % 2 == 0 ? 1e30 : -1e30 }, { $0 == 700 ? 1e30 : 1 },
            { $0 % 5 == 0 ? .infinity : 3 }, { $0 % 3 == 0 ? .nan : 1e-300 * Double($0 % 24) }, { $0 < 690 ? 0 : 1e9 },
        ]
        for value in odd {
            let forecast = try LoadForecaster.forecast(
                MadeLoad.series((0..<720).map(value)), options: ForecastOptions(horizon: 200))
            for point in forecast.points {
                #expect(point.mean.isFinite && point.bands.allSatisfy { $0.low <= point.mean && $0.high >= point.mean })
            }
        }
    }

    @Test("what cannot be forecast is refused, and says why")
    func refusals() throws {
        let series = try MadeLoad(weeks: 4).series()
        func error(_ series: HourlySeries, _ options: ForecastOptions = ForecastOptions()) -> ForecastError? {
            do throws(ForecastError) {
                _ = try LoadForecaster.forecast(series, options: options)
                return nil
            } catch { return error }
        }
        #expect(error(HourlySeries()) == .tooShort(hours: 0))
        let short = try MadeLoad.series(Array(repeating: 1, count: 335))
        #expect(error(short) == .tooShort(hours: 335))
        #expect(error(try MadeLoad.series(Array(repeating: 1, count: 336))) == nil)
        let rare = try MadeLoad(weeks: 4).series { $0 % 24 == 0 }
        #expect(error(rare) == .tooManyGaps(known: 28, of: 649))
        for horizon in [0, -1, 745, Int.max] {
            #expect(error(series, ForecastOptions(horizon: horizon)) == .outOfRange("horizon", "1 to 744"))
        }
        for level in [0, 1, -0.1, .nan] { #expect(error(series, ForecastOptions(levels: [level])) != nil) }
        #expect(error(series, ForecastOptions(calendar: ForecastCalendar(zoneMinutes: 900))) != nil)
        #expect(try LoadForecaster.forecast(series, options: ForecastOptions(levels: [])).points[0].bands.isEmpty)
        var long = series
        #expect(throws: ForecastError.tooLong) { try long.add(1, at: Timestamp(microseconds: .max)) }
        #expect(throws: ForecastError.tooLong) { try long.add(1, at: Timestamp(microseconds: .min)) }
        #expect(long.count == series.count, "what was refused took no memory")
    }
}
