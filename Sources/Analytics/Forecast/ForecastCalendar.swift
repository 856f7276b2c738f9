/// How the clock runs by which a load follows people: its zone, summer time, and the days that are holidays.
public struct ForecastCalendar: Sendable, Equatable {
    /// Minutes by which standard time is ahead of UTC; 0 also for files whose times are those of the wall clock.
    public var zoneMinutes: Int
    /// When the clock is put forward.
    public var daylight: DaylightSaving
    /// Days that are holidays, as days since 1970-01-01 of the local calendar.
    public var holidays: Set<Int>

    /// From 14 hours behind UTC to 14 hours ahead of it.
    public static let zoneMinutesAllowed = -840...840

    /// UTC without holidays, unless said otherwise.
    public init(zoneMinutes: Int = 0, daylight: DaylightSaving = .none, holidays: Set<Int> = []) {
        self.zoneMinutes = zoneMinutes
        self.daylight = daylight
        self.holidays = holidays
    }

    /// What the wall clock shows at hours since 1970, as hours since 1970; a spring's hour is left out, an autumn's is
    /// there twice.
    ///
    /// In a zone of half hours it is the hour that the clock shows as the hour of UTC begins.
    package func wall(_ hours: Range<Int>) -> [Int] {
        var summer = SummerTime(self)
        return hours.map { hour in Self.hour(of: summer.wall(atMinute: 60 * hour)) }
    }

    private static func hour(of minute: Int) -> Int { (minute - (minute % 60 + 60) % 60) / 60 }
}
