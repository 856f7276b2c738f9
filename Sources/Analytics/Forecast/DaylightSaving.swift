internal import Telemetry

/// When clocks are put forward by an hour.
public enum DaylightSaving: String, Sendable, CaseIterable {
    /// Never; also for files whose times are those of the wall clock already.
    case none
    /// From the last Sunday of March, 01:00 UTC, to the last Sunday of October, 01:00 UTC (Directive 2000/84/EC).
    case europe
    /// From the second Sunday of March to the first Sunday of November, 02:00 of the clock (Energy Policy Act of 2005).
    case northAmerica = "north-america"

    /// The first and the last hour since 1970 (the last left out) of a year's summer, for a standard zone of so many
    /// hours; nothing when there is none, or for a year that has no four digits.
    func summer(of year: Int, zoneHours: Int) -> Range<Int>? {
        guard (1_970...9_999).contains(year) else { return nil }
        switch self {
        case .none: return nil
        case .europe:
            guard let start = Self.sunday(onOrBefore: "\(year)-03-31"),
                let end = Self.sunday(onOrBefore: "\(year)-10-31")
            else { return nil }
            return start + 1..<end + 1
        case .northAmerica:
            guard let start = Self.sunday(onOrBefore: "\(year)-03-14"),
                let end = Self.sunday(onOrBefore: "\(year)-11-07")
            else { return nil }
            // 02:00 of standard time is 01:00 of it in November, when the clock still shows an hour more.
            return start + 2 - zoneHours..<end + 1 - zoneHours
        }
    }

    /// The hour since 1970 at which the last Sunday up to a date begins.
    private static func sunday(onOrBefore date: String) -> Int? {
        guard let time = Timestamp(rfc3339: "\(date)T00:00:00Z") else { return nil }
        let day = Int(time.microseconds / 86_400_000_000)
        // 1970-01-01 was a Thursday.
        return (day - (day + 4) % 7) * 24
    }
}
