/// Features of a machine's state: running or not, and hats over the temperature, between which is interpolated.
///
/// An averager in the sense of Gordon, "Stable function approximation in dynamic programming", ICML 1995.
struct HeatHats {
    /// Values that the features take: for each hat, at rest and running.
    let count: Int
    /// For each state the place of its lower hat, and how far it is on the way to the next, which is two places on.
    private let lowers: [Int]
    private let shares: [Double]

    init(_ problem: ScheduleProblem) {
        let grid = problem.grid
        // The longer heat lasts the more it matters; after an hour that keeps none of it nothing is to be told apart.
        let hats = grid.kept < 0.01 ? 1 : max(16, Int((64 * grid.kept).rounded(.up)))
        count = 2 * hats
        let places = zip(problem.states.temperatures, problem.states.runs).map { temperature, runs -> (Int, Double) in
            let place = (temperature - grid.low) / max(1e-9, grid.limit - grid.low) * Double(hats - 1)
            let hat = max(0, min(hats - 2, Int(place)))
            return (2 * hat + (runs ? 1 : 0), hats == 1 ? 0 : place - Double(hat))
        }
        lowers = places.map(\.0)
        shares = places.map(\.1)
    }

    /// The value of a state among weights that begin at a place.
    func value(_ weights: [Double], from start: Int, state: Int) -> Double {
        let (lower, share) = (lowers[state], shares[state])
        let value = weights[start + lower]
        return share == 0 ? value : value + share * (weights[start + lower + 2] - value)
    }

    /// Moves the value of a state by an error, each hat by its share of it.
    func move(_ weights: inout [Double], from start: Int, state: Int, by error: Double) {
        let (lower, share) = (lowers[state], shares[state])
        weights[start + lower] += (1 - share) * error
        if share > 0 { weights[start + lower + 2] += share * error }
    }
}
