internal import Runtime

/// What is learned when work is paid for at a fixed price: what it costs to go on from an hour and state, less what
/// the work earns, whatever work is left.
///
/// The multiplier of the production constraint as a price (Everett, Operations Research 11, 1963; Altman, "Constrained
/// Markov Decision Processes", 1999) takes the work out of the state, so that little has to be learned.
struct PricedWork {
    /// Hours tried for each value that is learned.
    private static let triesPerValue = 32

    /// In the tariff's currency a unit of work.
    let price: Double
    /// The work that the policy ends with, in units.
    private(set) var done = 0
    /// Cost to the end less what the work earns, at `hour · states + state`; one row more than hours, of 0.
    private(set) var values: [Double]
    private var weights: [Double]
    private let hats: HeatHats

    /// Learns the values for a price of work by trying hours on the machine's twin, the last hours first.
    init(
        _ problem: ScheduleProblem, extras: [Double], hats: HeatHats, price: Double, random: inout SeededRandom
    ) {
        self.price = price
        self.hats = hats
        weights = [Double](repeating: 0, count: (problem.hours + 1) * hats.count)
        values = []
        for hour in stride(from: problem.hours - 1, through: 0, by: -1) {
            let start = hour * hats.count
            for value in start..<start + hats.count { weights[value] = weights[value + hats.count] }
            for _ in 0..<Self.triesPerValue * hats.count {
                let state = Int(random.next() % UInt64(problem.states.count))
                let target = best(problem, extras, hour, state).value
                let error = target - hats.value(weights, from: start, state: state)
                hats.move(&weights, from: start, state: state, by: error)
            }
        }
        done = follow(problem, extras)
        values = (0...problem.hours).flatMap { hour in
            (0..<problem.states.count).map { hats.value(weights, from: hour * hats.count, state: $0) }
        }
    }

    /// The work that the policy does.
    private func follow(_ problem: ScheduleProblem, _ extras: [Double]) -> Int {
        var (state, done) = (0, 0)
        for hour in 0..<problem.hours {
            let level = best(problem, extras, hour, state).level
            done += level
            state = problem.states.next[state * problem.states.levels + level]
        }
        return done
    }

    private func best(
        _ problem: ScheduleProblem, _ extras: [Double], _ hour: Int, _ state: Int
    ) -> (level: Int, value: Double) {
        let gain = price - problem.prices[hour] * problem.unit
        let row = state * problem.states.levels
        var best = (level: 0, value: Double.infinity)
        for level in 0..<problem.states.levels {
            let next = problem.states.next[row + level]
            if next < 0 { break }
            let value =
                extras[row + level] - gain * Double(level)
                + hats.value(weights, from: (hour + 1) * hats.count, state: next)
            if value < best.value { best = (level, value) }
        }
        return best
    }
}
