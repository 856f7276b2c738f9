internal import Telemetry

/// When clocks are put forward by an hour.
public enum DaylightSaving: String, Sendable, CaseIterable {
    /// Never; also for files whose times are those of the wall clock already.
    case none
    /// From the last Sunday of March, 01:00 UTC, to the last Sunday of October, 01:00 UTC (Directive 2000/84/EC).
    case europe
    /// From the second Sunday of March to the first Sunday of November, 02:00 of the clock (Energy Policy Act of 2005).
    case northAmerica = "north-america"
    /// From the first Sunday of October to the first Sunday of April, 02:00 of standard time (the states of the south
    /// east, since 2008).
    case australia
    /// From the last Sunday of September to the first Sunday of April, 02:00 of standard time (Time Order 2007).
    case newZealand = "new-zealand"

    /// The minutes since 1970 at which a year's summer begins and ends, for standard time so many minutes ahead of UTC.
    ///
    /// It ends before it begins where it lies over the turn of the year. Nothing when there is none, or for a year that
    /// has no four digits.
    func summer(of year: Int, zoneMinutes: Int) -> (begin: Int, end: Int)? {
        guard (1_970...9_999).contains(year) else { return nil }
        func switched(_ lastDay: String, hour: Int, by zone: Int) -> Int? {
            Self.sunday(onOrBefore: "\(year)-\(lastDay)").map { $0 + 60 * hour - zone }
        }
        let begin: Int?
        let end: Int?
        switch self {
        case .none: return nil
        case .europe:
            begin = switched("03-31", hour: 1, by: 0)
            end = switched("10-31", hour: 1, by: 0)
        case .northAmerica:
            begin = switched("03-14", hour: 2, by: zoneMinutes)
            // 02:00 of the clock is 01:00 of standard time in November.
            end = switched("11-07", hour: 1, by: zoneMinutes)
        case .australia:
            begin = switched("10-07", hour: 2, by: zoneMinutes)
            end = switched("04-07", hour: 2, by: zoneMinutes)
        case .newZealand:
            begin = switched("09-30", hour: 2, by: zoneMinutes)
            end = switched("04-07", hour: 2, by: zoneMinutes)
        }
        guard let begin, let end else { return nil }
        return (begin, end)
    }

    /// The minute since 1970 at which the last Sunday up to a date begins.
    private static func sunday(onOrBefore date: String) -> Int? {
        guard let time = Timestamp(rfc3339: "\(date)T00:00:00Z") else { return nil }
        let day = Int(time.microseconds / 86_400_000_000)
        // 1970-01-01 was a Thursday.
        return (day - (day + 4) % 7) * 1_440
    }
}
