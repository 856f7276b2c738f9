/// How far holidays go from their weekday towards a Sunday, learned from those in the past.
struct HolidayEffect {
    /// Before anything is known a holiday is as a Sunday, with the weight of so many days.
    private static let prior = 2.0

    /// 0 is an ordinary day, 1 a Sunday.
    let share: Double

    /// From the values as they were and the profile of ordinary days; places count from the given hour.
    init(_ hours: WallHours, profile: WeekProfile, holidays: Set<Int>) {
        var (product, square, count) = (0.0, 0.0, 0)
        for place in hours.values.indices.dropFirst(2 * WeekProfile.week) {
            let hour = hours.first + place
            guard !hours.values[place].isNaN, holidays.contains(WallHours.day(hour)) else { continue }
            let way = Self.way(at: place, hour: hour, profile)
            product += way * (hours.values[place] - profile.means[place])
            square += way * way
            count += 1
        }
        let mean = count > 0 ? square / Double(count) : 0
        let weight = Self.prior * 24 * mean
        share = square + weight > 0 ? max(-0.5, min(2, (product + weight) / (square + weight))) : 1
    }

    /// What a holiday at a place adds to the profile.
    func effect(at place: Int, hour: Int, _ profile: WeekProfile) -> Double {
        share * Self.way(at: place, hour: hour, profile)
    }

    /// The way from the profile of this hour to that of the same hour on the Sunday before it.
    private static func way(at place: Int, hour: Int, _ profile: WeekProfile) -> Double {
        let weekday = WallHours.hourOfWeek(hour) / 24
        let sunday = place - (weekday + 1) % 7 * 24
        return profile.means[sunday] - profile.means[place]
    }
}
