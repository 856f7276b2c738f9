/// A load's profile, the rows of its past origins, and its holidays.
struct LoadModel {
    /// A week ahead with all that a point needs.
    struct Week {
        /// Beyond the profile, by hour.
        var deviations: [Double]
        /// Means of those over each of the week's days.
        var days: [Double]
        var errors: PastErrors
        var accuracy: ForecastAccuracy?
    }

    private let values: [Double]
    private let profile: WeekProfile
    private let rows: OriginRows
    private let effect: HolidayEffect
    private let holidays: Set<Int>
    /// The wall clock's hour after the last.
    let end: Int
    /// The mean of the profile over a week, and over its days at each hour.
    private let level: Double
    private let daily: [Double]

    init(measured: WallHours, values: [Double], holidays: Set<Int>) {
        self.values = values
        self.holidays = holidays
        end = measured.end
        profile = WeekProfile(values)
        rows = OriginRows(values, profile: profile, first: measured.first)
        effect = HolidayEffect(measured, profile: profile, holidays: holidays)
        let next = profile.means.suffix(WeekProfile.week)
        let level = next.reduce(0, +) / Double(WeekProfile.week)
        self.level = level
        daily = (0..<24).map { hour in
            stride(from: next.startIndex + hour, to: next.endIndex, by: 24).map { next[$0] - level }.reduce(0, +) / 7
        }
    }

    /// Hours learned from.
    var count: Int { values.count }

    /// All weeks up to the one in which the hour ahead lies, with bands of the levels.
    func weeks(to ahead: Int, levels: [Double]) -> [Week] {
        (0...max(0, ahead) / WeekProfile.week).map { week in
            guard let first = rows.places.first, first + (week + 1) * WeekProfile.week <= values.count else {
                return unlearned(levels)
            }
            let found = WeekAhead(week, series: values, profile: profile, rows: rows)
            let days = (0..<7).map { found.deviations[$0 * 24..<($0 + 1) * 24].reduce(0, +) / 24 }
            return Week(
                deviations: found.deviations, days: days,
                errors: PastErrors(found.errors, levels: levels) ?? unlearned(levels).errors,
                accuracy: ForecastAccuracy(errors: found.errors, truths: found.truths))
        }
    }

    /// What a value so many hours ahead is made of.
    func parts(ahead: Int, _ weeks: [Week]) -> ForecastParts {
        let (week, hour) = (weeks[ahead / WeekProfile.week], ahead % WeekProfile.week)
        let usual = profile.means[values.count + hour]
        let isHoliday = holidays.contains(WallHours.day(end + ahead))
        return ForecastParts(
            trend: level + week.days[hour / 24], daily: daily[hour % 24], weekly: usual - level - daily[hour % 24],
            holiday: isHoliday ? effect.effect(at: values.count + hour, hour: end + ahead, profile) : 0,
            recent: week.deviations[hour] - week.days[hour / 24])
    }

    /// A week of which nothing is known but the profile.
    private func unlearned(_ levels: [Double]) -> Week {
        let deviations = (WeekProfile.week..<values.count).map { values[$0] - profile.means[$0] }
        return Week(
            deviations: [Double](repeating: 0, count: WeekProfile.week), days: [Double](repeating: 0, count: 7),
            errors: PastErrors(deviations: deviations, levels: levels))
    }
}

extension ForecastAccuracy {
    /// From the errors and truths of past origins; nothing when there are too few.
    fileprivate init?(errors: [[Double]], truths: [[Double]]) {
        guard errors.count >= PastErrors.originsMin else { return nil }
        let week = WeekProfile.week
        var (sizes, least) = (0.0, Double.infinity)
        var (error, percent) = ((day: 0.0, week: 0.0), (day: 0.0, week: 0.0))
        for (errors, truths) in zip(errors, truths) {
            for hour in 0..<week {
                let (miss, size) = (abs(errors[hour]), abs(truths[hour]))
                sizes += size
                least = min(least, size)
                error.week += miss
                percent.week += miss / size
                guard hour < 24 else { continue }
                error.day += miss
                percent.day += miss / size
            }
        }
        let count = Double(errors.count)
        let isNearZero = least <= 0.01 * sizes / (count * Double(week))
        self.init(
            origins: errors.count, errorDay: error.day / (24 * count), errorWeek: error.week / (Double(week) * count),
            mapeDay: isNearZero ? nil : 100 * percent.day / (24 * count),
            mapeWeek: isNearZero ? nil : 100 * percent.week / (Double(week) * count))
    }
}
