/// A change of level by its place in a series of hours.
struct LevelShift: Equatable {
    /// The hour from which on the level is another.
    var place: Int
    /// How much higher it is from there on.
    var size: Double

    private static let day = 24
    private static let week = 7
    /// Days held against each other on each side.
    private static let window = 14
    /// So many days at another level are a shift, where there are no more yet.
    private static let lastWindow = 10
    /// So many usual changes from week to week make a shift: seasons and holidays do not reach it.
    private static let strengthMin = 8.0
    /// At most so many are looked for, the strongest first.
    private static let countMax = 16

    /// The shifts of a series without gaps, by place.
    ///
    /// Levels are medians of day means over two whole weeks on each side (ten days are enough at the end, which is more
    /// than a holiday week), so that neither weekends nor single days are taken for a shift. The measure of what is
    /// usual is the median change of a day's mean from one week to the next.
    static func find(in values: [Double]) -> [LevelShift] {
        let days = values.count / day
        guard days >= window + lastWindow else { return [] }
        let offset = values.count - days * day
        let means = (0..<days).map { index in
            values[(offset + index * day)..<(offset + (index + 1) * day)].reduce(0, +) / Double(day)
        }
        let usual = median((week..<days).map { abs(means[$0] - means[$0 - week]) })
        let size = median(means.map { abs($0) })
        let least = max(strengthMin * usual, 0.05 * size)
        guard least > 0 else { return [] }
        var sizes = (0..<days).map { change(at: $0, means) }
        var found: [LevelShift] = []
        while found.count < countMax, let strongest = sizes.indices.max(by: { abs(sizes[$0]) < abs(sizes[$1]) }),
            abs(sizes[strongest]) > least
        {
            // The medians are level around a shift; the day of the largest step is where it is.
            let near = sizes.indices.filter { abs($0 - strongest) <= week && abs(sizes[$0]) > least }
            let place = near.max { step(at: $0, means) < step(at: $1, means) } ?? strongest
            found.append(LevelShift(place: offset + place * day, size: sizes[strongest]))
            for index in max(0, place - window)..<min(days, place + window) { sizes[index] = 0 }
        }
        return found.sorted { $0.place < $1.place }
    }

    /// The values as they would have been at the newest level.
    static func leveled(_ values: [Double], by shifts: [LevelShift]) -> [Double] {
        var result = values
        for shift in shifts {
            for index in 0..<shift.place { result[index] += shift.size }
        }
        return result
    }

    private static func change(at day: Int, _ means: [Double]) -> Double {
        guard day >= window, day + lastWindow <= means.count else { return 0 }
        return median(Array(means[day..<min(day + window, means.count)])) - median(Array(means[day - window..<day]))
    }

    private static func step(at day: Int, _ means: [Double]) -> Double { abs(means[day] - means[day - 1]) }

    private static func median(_ values: [Double]) -> Double {
        let sorted = values.sorted()
        guard !sorted.isEmpty else { return 0 }
        return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
    }
}
