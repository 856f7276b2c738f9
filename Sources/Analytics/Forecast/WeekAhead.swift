/// Forecasts of one week (the next, or one further on) as deviations from the profile, with the errors that such
/// forecasts made on the past.
struct WeekAhead {
    /// The prior of the regression in rows: three months of days speak against any deviation from the profile.
    private static let prior = 100.0

    /// Deviations from the profile, for the week's 168 hours.
    let deviations: [Double]
    /// The errors of each past origin, oldest first, by what was known then.
    let errors: [[Double]]
    /// The truths to those errors.
    let truths: [[Double]]

    /// The week that begins so many weeks after the end.
    init(_ week: Int, series: [Double], profile: WeekProfile, rows: OriginRows) {
        let hours = WeekProfile.week
        // The truth of an origin is known when its week is over: so many days later.
        let delay = (week + 1) * 7
        var ridge = RecursiveRidge(inputs: OriginRows.width, outputs: hours, prior: Self.prior)
        func target(_ index: Int) -> [Double] {
            let place = rows.places[index]
            return (0..<hours).map { series[place + week * hours + $0] - profile.means[place + $0] }
        }
        var (errors, truths): ([[Double]], [[Double]]) = ([], [])
        let known = max(0, rows.places.count - delay)
        let measured = max(0, known - PastErrors.originsMax)
        for index in 0..<rows.places.count {
            if index >= delay { ridge.learn(rows[index - delay], target(index - delay)) }
            guard index >= measured, index < known else { continue }
            let place = rows.places[index] + week * hours
            errors.append(zip(target(index), ridge.predicted(rows[index])).map { $0 - $1 })
            truths.append(Array(series[place..<place + hours]))
        }
        deviations = ridge.predicted(rows[rows.places.count - 1])
        (self.errors, self.truths) = (errors, truths)
    }
}
