/// The errors of past forecasts at each hour of a week ahead, and what follows from them for the next one.
struct PastErrors {
    /// Origins that count, the newest: a year.
    static let originsMax = 364
    /// Fewer say too little of the tails.
    static let originsMin = 8

    /// For each hour ahead and each level how far the truth may lie below and above the forecast.
    private let spans: [[(low: Double, high: Double)]]

    /// From rows of errors (truth less forecast), one for each origin, oldest first; nothing when there are too few.
    init?(_ rows: [[Double]], levels: [Double]) {
        let rows = rows.suffix(Self.originsMax)
        guard rows.count >= Self.originsMin else { return nil }
        var column: [Double] = []
        column.reserveCapacity(rows.count)
        spans = (0..<WeekProfile.week).map { hour in
            column.removeAll(keepingCapacity: true)
            for row in rows { column.append(row[hour]) }
            return Self.spans(&column, levels)
        }
    }

    /// For a history too short for that: the deviations from the profile, the same for all hours.
    init(deviations: [Double], levels: [Double]) {
        var deviations = deviations
        spans = [[(low: Double, high: Double)]](
            repeating: Self.spans(&deviations, levels), count: WeekProfile.week)
    }

    /// How far the truth may lie below and above the forecast at an hour ahead, for the level of that number.
    func span(hour: Int, level: Int) -> (low: Double, high: Double) { spans[hour][level] }

    /// Quantiles for each level, which never exclude the forecast itself.
    ///
    /// They are those of n + 1 places (Hyndman and Fan 1996, type 6), of which the next error takes one, as in
    /// split conformal prediction (Vovk, Gammerman and Shafer 2005).
    private static func spans(_ errors: inout [Double], _ levels: [Double]) -> [(low: Double, high: Double)] {
        levels.map { level in
            let tail = (1 - level) / 2
            return (min(0, quantile(tail, &errors)), max(0, quantile(1 - tail, &errors)))
        }
    }

    private static func quantile(_ part: Double, _ errors: inout [Double]) -> Double {
        let place = max(0, min(Double(errors.count - 1), part * Double(errors.count + 1) - 1))
        let rank = Int(place)
        Selection.place(rank, in: &errors)
        guard rank + 1 < errors.count else { return errors[rank] }
        let next = errors[(rank + 1)...].reduce(.infinity) { min($0, $1) }
        return errors[rank] + (place - Double(rank)) * (next - errors[rank])
    }
}
