internal import Runtime

/// What it costs to go on, learned for several prices of work: for each amount of work that is left the price counts
/// that says most, as tangents bound a convex function.
struct WorkPrices {
    private static let doublings = 20
    private static let halvings = 10

    private let prices: [Double]
    /// At `(hour · states + state) · prices + price`.
    private let values: [Double]
    private let states: Int

    /// Looks for the price at which the policy does as much work as is asked for, by halving.
    init(_ problem: ScheduleProblem, extras: [Double], hats: HeatHats, random: inout SeededRandom) {
        let dearest = max((problem.prices.max() ?? 0) * problem.unit, 1e-6)
        var learned: [PricedWork] = []
        var (low, high) = (0.0, dearest)
        for _ in 0..<Self.doublings {
            learned = [PricedWork(problem, extras: extras, hats: hats, price: high, random: &random)]
            if learned[0].done >= problem.work { break }
            (low, high) = (high, 2 * high)
        }
        for _ in 0..<Self.halvings {
            let middle = PricedWork(problem, extras: extras, hats: hats, price: (low + high) / 2, random: &random)
            if middle.done < problem.work { low = middle.price } else { high = middle.price }
            learned.append(middle)
        }
        prices = learned.map(\.price)
        states = problem.states.count
        values = (0..<(problem.hours + 1) * states).flatMap { place in learned.map { $0.values[place] } }
    }

    /// What is expected before an hour.
    func cost(hour: Int, left: Int, state: Int) -> Double {
        let start = (hour * states + state) * prices.count
        var most = -Double.infinity
        let work = Double(left)
        var index = 0
        // A plain loop: this is the innermost of learning.
        while index < prices.count {
            let value = values[start + index] + prices[index] * work
            if value > most { most = value }
            index += 1
        }
        return most
    }
}
