/// What is known at the end of each day, as rows of inputs.
///
/// They are the deviations from the week's profile in the last two days, the means of those of the last seven days, and
/// the day of the week.
/// All origins have the forecast's hour of the day, so that an input means the same in each of them.
struct OriginRows {
    private static let hours = 48
    private static let days = 7
    /// Values in a row: those, and zeros up to whole vectors of eight.
    static let width = (hours + 2 * days + 7) / 8 * 8

    /// The origins' places, oldest first; the last is the end of the series.
    let places: [Int]
    private let values: [Double]

    /// Rows for a series, whose first place is the given hour of the wall clock; none before two weeks.
    init(_ series: [Double], profile: WeekProfile, first: Int) {
        let week = WeekProfile.week
        let deviations = series.indices.map { $0 < week ? 0 : series[$0] - profile.means[$0] }
        places = stride(from: series.count, through: 2 * week, by: -24).reversed()
        var values: [Double] = []
        values.reserveCapacity(places.count * Self.width)
        for place in places {
            values += deviations[place - Self.hours..<place].reversed()
            for day in 1...Self.days {
                let end = place - (day - 1) * 24
                values.append(deviations[end - 24..<end].reduce(0, +) / 24)
            }
            let weekday = WallHours.hourOfWeek(first + place) / 24
            values += (0..<Self.width - Self.hours - Self.days).map { $0 == weekday ? 1 : 0 }
        }
        // Deviations count in their own usual size, so that the prior means the same for every load.
        let measured = Self.hours + Self.days
        var squares = 0.0
        for index in values.indices where index % Self.width < measured { squares += values[index] * values[index] }
        let size = (squares / Double(max(1, places.count * measured))).squareRoot()
        if size > 0 {
            for index in values.indices where index % Self.width < measured { values[index] /= size }
        }
        self.values = values
    }

    /// The inputs of an origin.
    subscript(index: Int) -> ArraySlice<Double> { values[index * Self.width..<(index + 1) * Self.width] }
}
