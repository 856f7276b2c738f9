/// A load by the wall clock: one value for each hour that the clock shows, so that a day has 24 of them whatever the
/// season.
///
/// In spring an hour stays empty and is filled as a gap, in autumn two share a place.
struct WallHours {
    /// The first hour, as hours since 1970 of the wall clock.
    let first: Int
    /// The means of the hours; not-a-number where nothing is known.
    private(set) var values: [Double]

    /// The newest hours of a series.
    init(_ series: HourlySeries, calendar: ForecastCalendar) {
        let means = series.means.suffix(ForecastLimits.hoursUsed)
        let start = series.first + series.count - means.count
        let hours = calendar.wall(start..<start + means.count)
        first = hours.first ?? 0
        values = [Double](repeating: .nan, count: (hours.last ?? first - 1) - first + 1)
        for (hour, value) in zip(hours, means) where !value.isNaN {
            let held = values[hour - first]
            values[hour - first] = held.isNaN ? value : (held + value) / 2
        }
    }

    /// The hour after the last.
    var end: Int { first + values.count }

    /// The hour of the week of a place, 0 for Monday's first.
    static func hourOfWeek(_ hour: Int) -> Int {
        // 1970-01-01 was a Thursday.
        let shifted = (hour + 72) % 168
        return shifted < 0 ? shifted + 168 : shifted
    }

    /// The day since 1970 that an hour lies in.
    static func day(_ hour: Int) -> Int { Int((Double(hour) / 24).rounded(.down)) }

    /// Brings the values before each shift to the newest level.
    mutating func level(by shifts: [LevelShift]) { values = LevelShift.leveled(values, by: shifts) }

    /// Takes away what is known of the days named.
    mutating func forget(_ days: Set<Int>) {
        guard !days.isEmpty else { return }
        for index in values.indices where days.contains(Self.day(first + index)) { values[index] = .nan }
    }
}
