import AnalyticsForecast
import HubIntelligence
import HubPlant
import Telemetry
import Testing

@Suite("Factory clocks")
struct FactoryClockTests {
    private static let year = (0..<365).map { Played.monday.advanced(seconds: 86_400 * Double($0) + 43_200) }

    /// Offsets of a zone with summer time from one day of the year to another, counted from 2 March.
    private func offsets(_ standard: Double, summer: Range<Int>...) -> [ZoneOffset] {
        Self.year.enumerated().map { day, time in
            ZoneOffset(time: time, hours: standard + (summer.contains { $0.contains(day) } ? 1 : 0))
        }
    }

    @Test("the rule of a zone is found by its offsets")
    func rules() {
        // 2026: Europe from 29 March to 25 October, North America from 8 March to 1 November; until 5 April and from
        // 4 October in the south east of Australia, from 27 September in New Zealand.
        let table: [(String, [ZoneOffset], Double, DaylightSaving, Bool)] = [
            ("UTC", offsets(0), 0, .none, true),
            ("Europe/Berlin", offsets(1, summer: 27..<237), 1, .europe, true),
            ("America/Chicago", offsets(-6, summer: 6..<244), -6, .northAmerica, true),
            ("Asia/Kolkata", offsets(5.5), 5.5, .none, true), ("Asia/Kathmandu", offsets(5.75), 5.75, .none, true),
            ("Australia/Adelaide", offsets(9.5, summer: 0..<34, 216..<365), 9.5, .australia, true),
            ("Pacific/Auckland", offsets(12, summer: 0..<34, 209..<365), 12, .newZealand, true),
            ("Somewhere/Else", offsets(2, summer: 40..<200), 2, .europe, false),
            ("Pacific/Kiritimati", offsets(14), 14, .none, true),
        ]
        for (zone, offsets, hours, rule, isExact) in table {
            let clock = FactoryClock(zone: zone, offsets: offsets)
            #expect(clock.calendar == ForecastCalendar(zoneMinutes: Int(60 * hours), daylight: rule), "\(zone)")
            #expect(clock.isExact == isExact && clock.zone == zone)
        }
    }

    @Test("a zone that nobody knows is UTC, and says that it is not exact")
    func unknown() {
        let clock = FactoryClock(zone: "Mars/Olympus", offsets: nil)
        #expect(clock.zone == "UTC" && clock.calendar == ForecastCalendar() && !clock.isExact)
    }

    @Test("the moment at which a clock shows a time is found again, in winter and in summer")
    func back() {
        let zones: [(Int, DaylightSaving)] = [(60, .europe), (330, .none), (570, .australia), (720, .newZealand)]
        for (minutes, rule) in zones {
            var clock = WallClock(ForecastCalendar(zoneMinutes: minutes, daylight: rule))
            for day in stride(from: 0, to: 365, by: 5) {
                let time = Played.monday.advanced(seconds: 86_400 * Double(day) + 36_000)
                let shown = clock.shown(at: time)
                #expect(clock.moment(showing: shown) == time, "\(minutes) \(rule) \(time.rfc3339)")
            }
        }
    }
}
