import AnalyticsForecast
import Foundation
import HubIntelligence
import HubPlant
import HubTenancy
import Runtime
import Telemetry
import Testing

@Suite("Forecasts from the hub's rollups")
struct ForecastRunTests {
    /// A load that follows the day and rests on Sundays, with a little noise that a seed draws.
    private static func hours(_ count: Int, unit: String = "kW") -> ReadingsSeries {
        var random = SeededRandom(seed: 7)
        let values = (0..<count).map { hour in
            let day = 10 + 4 * sin(2 * .pi * Double(hour % 24) / 24)
            return (hour / 24 % 7 == 6 ? 0.3 : 1) * day + 0.1 * random.normal()
        }
        return Played.series("power", unit, every: 3_600, values)
    }

    private func request(_ days: Int = 7) throws -> ForecastRequest {
        ForecastRequest(metric: try #require(MetricName("power")), days: days)
    }

    @Test("a week of hours follows, with bands, parts that add up, and an accuracy of its own past")
    func forecast() throws {
        let found = try ForecastRun.forecast(Self.hours(24 * 40), request(), clock: FactoryClock())
        #expect(found.forecast.points.count == 168)
        #expect(found.forecast.points.first?.time == Played.monday.advanced(seconds: 40 * 86_400))
        for point in found.forecast.points {
            let band = try #require(point.bands.first)
            #expect(band.level == 0.95 && band.low <= point.mean && point.mean <= band.high)
            #expect(abs(point.parts.sum - point.mean) < 1e-9)
        }
        let accuracy = try #require(found.forecast.accuracy)
        #expect(accuracy.origins >= 8)
        #expect(try #require(accuracy.mapeDay) < 5)
        #expect(
            found.learnedFrom
                == HoursKnown(
                    count: 960, oldest: Played.monday, newest: Played.monday.advanced(seconds: 3_600 * 959)))
    }

    @Test("only whole hours are looked at, 749 days of them")
    func span() {
        let noon = Played.monday.advanced(seconds: 12 * 3_600)
        for seconds in [0.0, 1, 3_599.999] {
            let span = ForecastRun.span(at: noon.advanced(seconds: seconds))
            #expect(span.to == noon && span.from == noon.advanced(seconds: -749 * 86_400))
        }
    }

    @Test("watts are told in kW")
    func watts() throws {
        let found = try ForecastRun.forecast(Self.hours(24 * 21, unit: "W"), request(1), clock: FactoryClock())
        #expect(found.unit == "kW")
        #expect(found.forecast.points.allSatisfy { abs($0.mean) < 0.1 })
    }

    @Test("what is unfit says what is missing")
    func unfit() throws {
        let wish = try request()
        func fault(_ hours: ReadingsSeries?) -> ForecastFault? {
            do throws(ForecastFault) {
                _ = try ForecastRun.forecast(hours, wish, clock: FactoryClock())
                return nil
            } catch {
                return error
            }
        }
        #expect(fault(nil) == .tooShort(hours: 0, needed: 336))
        #expect(fault(Self.hours(335)) == .tooShort(hours: 335, needed: 336))
        #expect(fault(Self.hours(336)) == nil)
        let constant = Played.series("power", "kW", every: 3_600, Array(repeating: 5, count: 400))
        #expect(fault(constant) == .constant(5))
        var sparse = Self.hours(1_000)
        let kept = sparse.times.indices.filter { $0 % 5 < 2 }
        sparse.times = kept.map { sparse.times[$0] }
        sparse.values = kept.map { sparse.values[$0] }
        #expect(fault(sparse) == .tooManyGaps(known: 400, of: 997, needed: 499))
    }

    @Test("the cache answers the same question only, and lets the one go that was asked for longest ago")
    func cache() throws {
        let found = try ForecastRun.forecast(Self.hours(24 * 21), request(1), clock: FactoryClock())
        var random = SeededRandom(seed: 1)
        let scopes = (0..<2).map { _ in TenantScope(tenant: TenantID.random(using: &random)) }
        let machines = (0..<4).map { _ in MachineID.random(using: &random) }
        let hours = found.learnedFrom
        func key(_ machine: Int, scope: Int = 0, days: Int = 1, hours: HoursKnown, version: Int = 1) throws
            -> ForecastKey
        {
            ForecastKey(
                scopes[scope], machine: machines[machine], request: try request(days), hours: hours, zone: "UTC",
                version: version)
        }
        let cache = ForecastCache(capacity: 2)
        cache.keep(found, as: try key(0, hours: hours))
        #expect(cache.find(try key(0, hours: hours)) == found)
        var filled = hours
        filled.count += 1
        let others = [
            try key(0, scope: 1, hours: hours), try key(0, days: 2, hours: hours), try key(0, hours: filled),
            try key(1, hours: hours), try key(0, hours: hours, version: 2),
        ]
        for other in others { #expect(cache.find(other) == nil) }
        #expect(cache.hits == 1 && cache.misses == 5)
        cache.keep(found, as: try key(1, hours: hours))
        #expect(cache.find(try key(0, hours: hours)) != nil)
        cache.keep(found, as: try key(2, hours: hours))
        #expect(cache.count == 2)
        #expect(cache.find(try key(1, hours: hours)) == nil, "it was asked for longest ago")
        #expect(cache.find(try key(0, hours: hours)) != nil)
    }
}
