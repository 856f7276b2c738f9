/// What each hour of the week usually is: means over the weeks before, the newest counting most.
struct WeekProfile {
    static let week = 168
    /// The weight of a week against the one after it: half of the weight lies in the last ten weeks.
    private static let memory = 0.93

    /// For each place, and for a week beyond the last, the weighted mean of the same hour in all weeks before it; not
    /// usable for the first week, where it is 0.
    let means: [Double]

    init(_ values: [Double]) {
        let count = values.count + Self.week
        var sums = [Double](repeating: 0, count: count)
        var weights = [Double](repeating: 0, count: count)
        for place in Self.week..<count {
            sums[place] = Self.memory * sums[place - Self.week] + values[place - Self.week]
            weights[place] = Self.memory * weights[place - Self.week] + 1
        }
        means = zip(sums, weights).map { $1 > 0 ? $0 / $1 : 0 }
    }
}
