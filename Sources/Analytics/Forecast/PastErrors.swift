/// The errors of past forecasts at each hour of a week ahead, and what follows from them for the next one.
struct PastErrors {
    /// Origins that count, the newest: a year.
    static let originsMax = 364
    /// Fewer say too little of the tails.
    static let originsMin = 8

    /// For each hour ahead the errors (truth less forecast), sorted.
    private let sorted: [[Double]]

    /// From rows of errors, one for each origin, oldest first; nothing when there are too few.
    init?(_ rows: [[Double]]) {
        let rows = rows.suffix(Self.originsMax)
        guard rows.count >= Self.originsMin, let width = rows.first?.count else { return nil }
        sorted = (0..<width).map { hour in rows.map { $0[hour] }.sorted() }
    }

    /// For a history too short for that: the deviations from the profile, the same for all hours.
    init(deviations: [Double]) {
        sorted = [[Double]](repeating: deviations.sorted(), count: WeekProfile.week)
    }

    /// How far the truth may lie below and above the forecast at an hour ahead.
    ///
    /// The quantiles are those of n + 1 places (Hyndman and Fan 1996, type 6), of which the next error takes one, as in
    /// split conformal prediction (Vovk, Gammerman and Shafer 2005). A band never excludes the forecast itself.
    func span(hour: Int, level: Double) -> (low: Double, high: Double) {
        let errors = sorted[hour]
        let tail = (1 - level) / 2
        return (min(0, quantile(tail, errors)), max(0, quantile(1 - tail, errors)))
    }

    private func quantile(_ part: Double, _ errors: [Double]) -> Double {
        guard let last = errors.last else { return 0 }
        let place = part * Double(errors.count + 1) - 1
        if place <= 0 { return errors[0] }
        let below = Int(place)
        guard below + 1 < errors.count else { return last }
        return errors[below] + (place - Double(below)) * (errors[below + 1] - errors[below])
    }
}
