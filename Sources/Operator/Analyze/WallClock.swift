internal import AnalyticsForecast
internal import Telemetry

/// Turns the times of a file in UTC into those of the wall clock, which tariffs go by.
struct WallClock {
    private let calendar: ForecastCalendar
    private var last: (hour: Int, shift: Int)?

    init(_ calendar: ForecastCalendar) { self.calendar = calendar }

    /// What the clock shows, written as if it were UTC.
    mutating func shown(at time: Timestamp) -> Timestamp {
        let hour = Int((Double(time.microseconds) / 3_600_000_000).rounded(.down))
        if last?.hour != hour { last = (hour, (calendar.wall(hour..<hour + 1).first ?? hour) - hour) }
        return time.advanced(seconds: 3_600 * Double(last?.shift ?? 0))
    }
}
