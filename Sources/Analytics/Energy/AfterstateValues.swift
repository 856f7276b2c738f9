/// What is learned beyond the prices of work: how much more, or less, it costs to go on from the end of an hour.
///
/// A linear function of features: for each hour the machine's state (`HeatHats`), and hats over the work that is left
/// as a part of what can still be done, between which is interpolated. All begin at 0.
struct AfterstateValues {
    /// Hats over work: a day's units have nearly one each.
    private static let workHats = 128

    private let hats: HeatHats
    private let states: Int
    /// Hats a unit of work, at `hour · states + state`.
    private let hatsPerUnit: [Double]
    private var weights: [Double]

    init(_ problem: ScheduleProblem, hats: HeatHats) {
        self.hats = hats
        states = problem.states.count
        // What is left is never more than the work: a machine that works little has a hat for each unit.
        hatsPerUnit = problem.possible.map {
            min(1, Double(Self.workHats - 1) / Double(max(1, min(problem.work, $0))))
        }
        weights = [Double](repeating: 0, count: (problem.hours + 1) * (Self.workHats + 1) * hats.count)
    }

    /// The value before an hour with so much work left; 0 after the last hour.
    func value(hour: Int, left: Int, state: Int) -> Double {
        let (start, work) = place(hour, left, state)
        let value = hats.value(weights, from: start, state: state)
        return work == 0 ? value : value + work * (hats.value(weights, from: start + hats.count, state: state) - value)
    }

    /// Moves the value by an error, each hat by its share of it.
    mutating func learn(hour: Int, left: Int, state: Int, error: Double) {
        let (start, work) = place(hour, left, state)
        hats.move(&weights, from: start, state: state, by: (1 - work) * error)
        if work > 0 { hats.move(&weights, from: start + hats.count, state: state, by: work * error) }
    }

    /// Where the lower hat's weights begin, and how far the work is on the way to the next hat.
    private func place(_ hour: Int, _ left: Int, _ state: Int) -> (start: Int, work: Double) {
        let position = Double(left) * hatsPerUnit[hour * states + state]
        let hat = Int(position)
        return ((hour * (Self.workHats + 1) + hat) * hats.count, position - Double(hat))
    }
}
