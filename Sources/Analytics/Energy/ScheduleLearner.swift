internal import Runtime

/// A schedule by reinforcement learning: temporal-difference control on the values of what follows an hour.
///
/// The learner knows the machine only by running hours on its twin. It begins with what `WorkPrices` has learned. In
/// each episode it goes through the horizon by the level that looks cheapest (what the hour costs, and what is
/// expected after it); then it learns from the last hour to the first: each value moves towards the least of what the
/// hour and the value after it add up to. That is TD(0) control with afterstates (Sutton and Barto, "Reinforcement
/// Learning", 2nd ed., 2018, sections 6.5 and 6.8), replayed backwards (Lin, "Self-improving reactive agents",
/// Machine Learning 8, 1992). Every other episode goes along the best one so far to a random hour and tries something
/// else there (Ecoffet et al., "First return, then explore", Nature 590, 2021): a level at random, or from there on it
/// pays for each stop. Prices of work cannot tell whether one start less and longer runs are cheaper, because two
/// schedules with different starts may be best at the same price; a policy that shuns stops finds the longer runs. No
/// table of the dynamic program is used.
struct ScheduleLearner {
    /// The same for every machine, tariff and horizon.
    private static let episodesMax = 1_500
    /// Random levels on average in the rest of an exploration.
    private static let explored = 1.0
    /// An exploration that shuns stops pays at most so many starts for each.
    private static let startsAStop = 2.0
    /// So many episodes by the policy alone, one after the other, in which no value moves are the end of learning.
    private static let settledEpisodes = 80
    /// A value moves when it does so by more than this part of the cost.
    private static let settled = 1e-6

    private let problem: ScheduleProblem
    private let prices: WorkPrices
    private let extras: [Double]
    private var values: AfterstateValues
    private var random: SeededRandom
    /// What a stop costs beside all else in the exploration that goes on; nothing is learned from it.
    private var stopPrice = 0.0
    /// Episodes that were needed.
    private(set) var episodes = 0

    init(_ problem: ScheduleProblem, seed: UInt64) {
        self.problem = problem
        extras = problem.extras()
        random = SeededRandom(seed: seed)
        let hats = HeatHats(problem)
        prices = WorkPrices(problem, extras: extras, hats: hats, random: &random)
        values = AfterstateValues(problem, hats: hats)
    }

    /// Learns, and gives the levels of the cheapest episode.
    mutating func learn() -> [Int] {
        var best: (levels: [Int], cost: Double) = ([], .infinity)
        var settled = 0
        while episodes < Self.episodesMax {
            let explores = episodes % 2 == 1
            let (steps, cost) = explores ? exploration(from: best.levels) : episode(along: [], randomly: 0)
            if cost < best.cost { best = (steps.map(\.level), cost) }
            let moved = replay(steps)
            episodes += 1
            if explores { continue }
            settled = moved <= Self.settled * best.cost ? settled + 1 : 0
            if settled == Self.settledEpisodes { break }
        }
        return best.levels
    }

    private mutating func learn(hour: Int, left: Int, state: Int) -> Double {
        let target = cheapestLevel(hour: hour, left: left, state: state).value
        let error = target - values.value(hour: hour, left: left, state: state)
        values.learn(hour: hour, left: left, state: state, error: error)
        return abs(error)
    }

    /// One hour of an episode.
    private struct Step {
        let left: Int
        let state: Int
        let level: Int
    }

    /// Goes along the best schedule to a random hour and tries something else there, or shuns stops from there on.
    private mutating func exploration(from best: [Int]) -> (steps: [Step], cost: Double) {
        let known = best.prefix(Int(random.next() % UInt64(problem.hours)))
        if random.next() % 2 == 0 { return episode(along: known, randomly: Self.explored) }
        stopPrice = Self.startsAStop * random.unit() * problem.machine.startCost
        defer { stopPrice = 0 }
        return episode(along: known, randomly: 0)
    }

    private mutating func episode(along known: ArraySlice<Int>, randomly: Double) -> (steps: [Step], cost: Double) {
        var (left, state, cost) = (problem.work, 0, 0.0)
        var steps: [Step] = []
        steps.reserveCapacity(problem.hours)
        for hour in 0..<problem.hours {
            let level: Int
            if hour < known.count {
                level = known[hour]
            } else if randomly > 0, hour == known.count || random.unit() * Double(problem.hours) < randomly {
                level = anyLevel(hour: hour, left: left, state: state)
            } else {
                level = cheapestLevel(hour: hour, left: left, state: state).level
            }
            steps.append(Step(left: left, state: state, level: level))
            cost += problem.prices[hour] * problem.unit * Double(level)
            cost += extras[state * problem.states.levels + level]
            left -= level
            state = problem.states.next[state * problem.states.levels + level]
        }
        return (steps, cost)
    }

    /// Learns from the last hour to the first; says how far a value moved at most.
    private mutating func replay(_ steps: [Step]) -> Double {
        var moved = 0.0
        for (hour, step) in steps.enumerated().reversed() {
            moved = max(moved, learn(hour: hour, left: step.left, state: step.state))
        }
        return moved
    }

    /// The level that looks cheapest, and what it costs beyond what the prices of work say.
    private func cheapestLevel(hour: Int, left: Int, state: Int) -> (level: Int, value: Double) {
        let energy = problem.prices[hour] * problem.unit
        let stop = problem.states.runs[state] ? stopPrice : 0
        var best = (level: 0, value: Double.infinity)
        for level in 0...min(problem.top, left) {
            guard let next = self.state(after: hour, left: left, state: state, level: level) else { continue }
            let value =
                energy * Double(level) + extras[state * problem.states.levels + level]
                + prices.cost(hour: hour + 1, left: left - level, state: next)
                + values.value(hour: hour + 1, left: left - level, state: next) + (level == 0 ? stop : 0)
            if value < best.value { best = (level, value) }
        }
        best.value -= prices.cost(hour: hour, left: left, state: state)
        return best
    }

    private mutating func anyLevel(hour: Int, left: Int, state: Int) -> Int {
        (0...min(problem.top, left)).filter {
            self.state(after: hour, left: left, state: state, level: $0) != nil
        }.randomElement(using: &random) ?? 0
    }

    /// The state after an hour from which the rest of the work can still be done; else nothing.
    private func state(after hour: Int, left: Int, state: Int, level: Int) -> Int? {
        let next = problem.states.next[state * problem.states.levels + level]
        guard next >= 0, left - level <= problem.possible[(hour + 1) * problem.states.count + next] else { return nil }
        return next
    }
}
