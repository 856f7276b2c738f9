import AnalyticsForecast
import Telemetry
import Testing

@Suite("Clock and holidays of a load")
struct CalendarTests {
    static func hour(_ time: String) throws -> Int {
        Int(try #require(Timestamp(rfc3339: time)).microseconds / 3_600_000_000)
    }

    @Test(
        "clocks go forward and back when the law says so",
        arguments: [
            (DaylightSaving.europe, 1, "2024-03-31T01:00:00Z", 1), (.europe, 1, "2024-10-27T01:00:00Z", -1),
            (.europe, 0, "2023-03-26T01:00:00Z", 1), (.europe, 2, "2026-10-25T01:00:00Z", -1),
            (.northAmerica, -5, "2024-03-10T07:00:00Z", 1), (.northAmerica, -5, "2024-11-03T06:00:00Z", -1),
            (.northAmerica, -8, "2025-03-09T10:00:00Z", 1), (.northAmerica, -8, "2026-11-01T09:00:00Z", -1),
            (.australia, 10, "2026-10-03T16:00:00Z", 1), (.australia, 10, "2026-04-04T16:00:00Z", -1),
            (.newZealand, 12, "2025-09-27T14:00:00Z", 1), (.newZealand, 12, "2026-04-04T14:00:00Z", -1),
        ])
    func switches(daylight: DaylightSaving, zone: Int, time: String, step: Int) throws {
        let hour = try Self.hour(time)
        let wall = ForecastCalendar(zoneMinutes: 60 * zone, daylight: daylight).wall(hour - 2..<hour + 2)
        #expect(wall[1] - wall[0] == 1 && wall[2] - wall[1] == 1 + step && wall[3] - wall[2] == 1, "\(wall)")
        let winter = step == 1 ? wall[1] - (hour - 1) : wall[2] - hour
        #expect(winter == zone)
    }

    @Test(
        "the clock of a zone of half hours shows them, and switches in the middle of an hour of UTC",
        arguments: [
            (330, DaylightSaving.none, "2026-06-01T12:00:00Z", "2026-06-01T17:30:00Z"),
            (345, .none, "2026-06-01T12:00:00Z", "2026-06-01T17:45:00Z"),
            (-210, .none, "2026-06-01T02:00:00Z", "2026-05-31T22:30:00Z"),
            (570, .australia, "2026-10-03T16:29:59Z", "2026-10-04T01:59:59Z"),
            (570, .australia, "2026-10-03T16:30:00Z", "2026-10-04T03:00:00Z"),
            (570, .australia, "2026-12-31T13:30:00Z", "2027-01-01T00:00:00Z"),
            (570, .australia, "2027-04-03T16:29:59Z", "2027-04-04T02:59:59Z"),
            (570, .australia, "2027-04-03T16:30:00Z", "2027-04-04T02:00:00Z"),
        ])
    func halfHours(minutes: Int, rule: DaylightSaving, time: String, shown: String) throws {
        var clock = WallClock(ForecastCalendar(zoneMinutes: minutes, daylight: rule))
        #expect(clock.shown(at: try #require(Timestamp(rfc3339: time))) == Timestamp(rfc3339: shown))
    }

    @Test("hours are those that the clock shows as an hour of UTC begins, each of them once")
    func halfHourShape() throws {
        let hour = try Self.hour("2026-06-01T00:00:00Z")
        let wall = ForecastCalendar(zoneMinutes: 330).wall(hour..<hour + 48)
        #expect(wall == Array(hour + 5..<hour + 53))
        let before = ForecastCalendar(zoneMinutes: -210).wall(0..<5)
        #expect(before == [-4, -3, -2, -1, 0], "also before 1970")
    }

    @Test("years that the calendar does not name have no summer")
    func farYears() {
        let calendar = ForecastCalendar(zoneMinutes: 60, daylight: .europe)
        for hour in [-1_000_000_000, 0, 100_000_000, 2_000_000_000] {
            #expect(calendar.wall(hour..<hour + 1).count == 1)
        }
    }

    @Test("a shape by the wall clock stays in its place when summer begins", arguments: [13, 44])
    func summer(week: Int) throws {
        // Weeks from Monday 2024-01-01 that hold the switches of 31 March (on their eve) and 27 October.
        let calendar = ForecastCalendar(zoneMinutes: 60, daylight: .europe)
        let load = MadeLoad(weeks: week - 1, noise: 0.05, calendar: calendar)
        let knowing = try LoadForecaster.forecast(
            load.series(), options: ForecastOptions(horizon: 336, calendar: calendar))
        let naive = try LoadForecaster.forecast(load.series(), options: ForecastOptions(horizon: 336))
        let errors = [load.error(of: knowing), load.error(of: naive)]
        #expect(errors[0] < 1 && errors[1] > 2 * errors[0], "\(errors)")
    }

    @Test("a holiday is forecast as those before it were, and leaves the weekday alone")
    func holidays() throws {
        let first = MadeLoad.start / 24
        // Wednesdays without work: four in the past, the last of them a week ago, and one to come.
        let days: Set<Int> = [30, 65, 100, 128, 142].reduce(into: []) { $0.insert(first + $1 - $1 % 7 + 2) }
        let calendar = ForecastCalendar(holidays: days)
        let isOff = { (hour: Int) in days.contains(hour / 24) && (6..<18).contains(hour % 24) }
        let load = MadeLoad(weeks: 20, noise: 0.05, beyond: { _, hour in isOff(hour) ? -60 : 0 })
        let forecast = try LoadForecaster.forecast(load.series(), options: ForecastOptions(calendar: calendar))
        #expect(load.error(of: forecast) < 1, "\(load.error(of: forecast))")
        let noon = forecast.points[60]
        #expect(abs(noon.parts.holiday + 60) < 5 && forecast.points[36].parts.holiday == 0, "\(noon.parts)")
        let unaware = try LoadForecaster.forecast(load.series())
        #expect(load.error(of: unaware) > 2 * load.error(of: forecast))
    }
}
