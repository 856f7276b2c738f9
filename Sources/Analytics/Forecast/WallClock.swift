public import Telemetry

/// Turns times in UTC into those of the wall clock, which tariffs and people go by, and back.
public struct WallClock: Sendable {
    private let calendar: ForecastCalendar
    private var summer: SummerTime
    private var last: (minute: Int, shift: Int)?

    /// The clock of a calendar.
    public init(_ calendar: ForecastCalendar) {
        self.calendar = calendar
        summer = SummerTime(calendar)
    }

    /// What the clock shows, written as if it were UTC.
    public mutating func shown(at time: Timestamp) -> Timestamp {
        let minute = Int((Double(time.microseconds) / 60_000_000).rounded(.down))
        if last?.minute != minute { last = (minute, summer.wall(atMinute: minute) - minute) }
        return time.advanced(seconds: 60 * Double(last?.shift ?? 0))
    }

    /// The moment at which the clock shows a time; the first of two in autumn, and of none in spring the one after.
    public mutating func moment(showing time: Timestamp) -> Timestamp {
        let standard = time.advanced(seconds: -60 * Double(calendar.zoneMinutes))
        let summer = standard.advanced(seconds: -3_600)
        return shown(at: summer) == time ? summer : standard
    }
}
