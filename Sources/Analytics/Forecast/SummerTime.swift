/// Says what the wall clock of a calendar shows; remembers the year that it was asked for last.
struct SummerTime {
    private let calendar: ForecastCalendar
    private var year = Int.min
    private var summer: (begin: Int, end: Int)?

    init(_ calendar: ForecastCalendar) { self.calendar = calendar }

    /// Minutes since 1970 of the wall clock, at a minute since 1970.
    mutating func wall(atMinute minute: Int) -> Int {
        let standard = minute + calendar.zoneMinutes
        // A year of 365.2425 days is near enough: summers begin and end far from its turn.
        let now = 1_970 + Int((Double(standard) / 525_949.2).rounded(.down))
        if now != year {
            year = now
            summer = calendar.daylight.summer(of: now, zoneMinutes: calendar.zoneMinutes)
        }
        return standard + (isSummer(minute) ? 60 : 0)
    }

    private func isSummer(_ minute: Int) -> Bool {
        guard let summer else { return false }
        return summer.begin < summer.end
            ? minute >= summer.begin && minute < summer.end : minute >= summer.begin || minute < summer.end
    }
}
