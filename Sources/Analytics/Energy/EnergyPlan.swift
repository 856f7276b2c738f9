/// Today's schedule, the cheapest one, and the one that a learned policy proposes, for the same production.
public struct EnergyPlan: Sendable, Equatable {
    /// Hours that can be planned at once: a week.
    public static let hoursMax = 168

    /// The load as it was, run on the twin.
    public let today: EnergySchedule
    /// By dynamic programming; no schedule of whole units of work is cheaper.
    public let optimum: EnergySchedule
    /// By reinforcement learning.
    public let learned: EnergySchedule
    /// °C that no hour of a proposed schedule passes.
    public let temperatureMax: Double
    /// Episodes that were learned from.
    public let episodes: Int

    /// How much dearer than the optimum the learned schedule is, as a part of the optimum's cost; never below 0.
    public var excess: Double {
        optimum.cost.total > 0 ? max(0, learned.cost.total / optimum.cost.total - 1) : 0
    }

    /// Plans a horizon.
    ///
    /// Every proposed schedule uses today's kWh to the last digit that sums keep, stays within the machine's highest
    /// load and temperature, and begins like today's from standstill at ambient temperature. The same arguments give
    /// the same plan.
    /// - Parameters:
    ///   - load: Today's mean kW of each hour, 1 to 168 of them.
    ///   - prices: What a kWh costs in each.
    /// - Throws: `EnergyError` when an argument is unfit, or the work cannot be done within the machine's limits.
    public init(load: [Double], prices: [Double], machine: EnergyMachine, seed: UInt64 = 1) throws(EnergyError) {
        try Self.check(load, prices)
        try machine.check()
        today = EnergySchedule(today: load, prices: prices, machine: machine)
        let problem = try ScheduleProblem(today: today, prices: prices, machine: machine)
        var learner = ScheduleLearner(problem, seed: seed)
        let found = (ScheduleOptimum.levels(of: problem), learner.learn())
        guard let optimum = problem.schedule(found.0), let learned = problem.schedule(found.1) else {
            throw .infeasible(needed: today.energy, possible: problem.unit * Double(problem.possible[0]))
        }
        self.optimum = optimum
        self.learned = learned
        temperatureMax = problem.grid.limit
        episodes = learner.episodes
    }

    private static func check(_ load: [Double], _ prices: [Double]) throws(EnergyError) {
        guard (1...hoursMax).contains(load.count) else { throw .horizonInvalid(hours: load.count) }
        guard load.count == prices.count else { throw .pricesMismatch(hours: load.count, prices: prices.count) }
        for hour in load.indices {
            guard (0...EnergyWindow.powerMax).contains(load[hour]), Tariff.priceRange.contains(prices[hour]) else {
                throw .hourInvalid(hour)
            }
        }
        guard load.contains(where: { $0 > 0 }) else { throw .nothingProduced }
    }
}
