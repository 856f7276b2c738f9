/// How the clock runs by which a load follows people: its zone, summer time, and the days that are holidays.
public struct ForecastCalendar: Sendable, Equatable {
    /// Hours by which standard time is ahead of UTC; 0 also for files whose times are those of the wall clock.
    public var zoneHours: Int
    /// When the clock is put forward.
    public var daylight: DaylightSaving
    /// Days that are holidays, as days since 1970-01-01 of the local calendar.
    public var holidays: Set<Int>

    /// UTC without holidays, unless said otherwise.
    public init(zoneHours: Int = 0, daylight: DaylightSaving = .none, holidays: Set<Int> = []) {
        self.zoneHours = zoneHours
        self.daylight = daylight
        self.holidays = holidays
    }

    /// What the wall clock shows at hours since 1970, as hours since 1970; a spring's hour is left out, an autumn's is
    /// there twice.
    package func wall(_ hours: Range<Int>) -> [Int] {
        var summer: Range<Int>?
        var year = Int.min
        return hours.map { hour in
            let standard = hour + zoneHours
            // A year of 365.2425 days is near enough: summers begin and end far from its turn.
            let now = 1_970 + Int((Double(standard) / 8_765.82).rounded(.down))
            if now != year { (year, summer) = (now, daylight.summer(of: now, zoneHours: zoneHours)) }
            return standard + (summer?.contains(hour) == true ? 1 : 0)
        }
    }
}
