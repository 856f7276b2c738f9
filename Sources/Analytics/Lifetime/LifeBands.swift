/// Between which remaining lives the truth lay when the trees said so much: quantiles of the truth by what was said of
/// units that the trees had not seen.
struct LifeBands: Sendable, Equatable {
    /// The part of truths within: four of five.
    static let level = 0.8
    /// What was said, increasing; the bands between are drawn straight.
    let said: [Double]
    let lows: [Double]
    let highs: [Double]

    static let knotsMax = 24

    /// From what was said and what was true, of as many rows, at least one.
    init(said: [Double], truths: [Double]) {
        let order = said.indices.sorted { (said[$0], truths[$0]) < (said[$1], truths[$1]) }
        let groups = max(1, min(Self.knotsMax, order.count / 50))
        var (knots, lows, highs): ([Double], [Double], [Double]) = ([], [], [])
        for group in 0..<groups {
            let rows = order[group * order.count / groups..<(group + 1) * order.count / groups]
            let sorted = rows.map { truths[$0] }.sorted()
            let knot = rows.reduce(0) { $0 + said[$1] } / Double(rows.count)
            guard knot > knots.last ?? -.infinity else { continue }
            knots.append(knot)
            lows.append(Self.quantile((1 - Self.level) / 2, sorted))
            highs.append(Self.quantile((1 + Self.level) / 2, sorted))
        }
        self.init(knots: knots, lows: lows, highs: highs)
    }

    /// Knots as they are.
    init(knots: [Double], lows: [Double], highs: [Double]) {
        (said, self.lows, self.highs) = (knots, lows, highs)
    }

    /// The band around what is said, which it never excludes.
    func band(_ value: Double) -> (low: Double, high: Double) {
        (min(value, between(lows, value)), max(value, between(highs, value)))
    }

    private func between(_ ends: [Double], _ value: Double) -> Double {
        guard let above = said.firstIndex(where: { $0 >= value }) else { return ends[ends.count - 1] }
        guard above > 0 else { return ends[0] }
        let part = (value - said[above - 1]) / (said[above] - said[above - 1])
        return ends[above - 1] + part * (ends[above] - ends[above - 1])
    }

    /// Of n + 1 places, of which the next truth takes one (split conformal prediction).
    private static func quantile(_ part: Double, _ sorted: [Double]) -> Double {
        let place = max(0, min(Double(sorted.count - 1), part * Double(sorted.count + 1) - 1))
        let below = Int(place)
        let next = sorted[min(below + 1, sorted.count - 1)]
        return sorted[below] + (place - Double(below)) * (next - sorted[below])
    }
}
