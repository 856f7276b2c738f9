internal import AnalyticsTwin

/// The task of a schedule with whole numbers: do so many units of work in so many hours at the least cost.
///
/// Work is the twin's power times efficiency, so the same kWh are the same work. A unit is that part of today's kWh
/// that makes them a whole number of units of at most a fifth of the rated power for an hour; levels are whole units,
/// so that every schedule that ends with no work left has done today's production exactly.
package struct ScheduleProblem {
    /// Levels at rated power, about.
    private static let levelsAtRated = 5.0

    let machine: EnergyMachine
    let prices: [Double]
    /// Units that are to be done.
    package let work: Int
    /// kWh of a unit.
    let unit: Double
    let grid: HeatGrid
    let states: MachineStates
    /// The most units that can be done from the beginning of an hour on, at `hour · states.count + state`.
    let possible: [Int]

    var hours: Int { prices.count }
    /// The highest level.
    package var top: Int { states.levels - 1 }

    /// The task of doing again what was done today.
    ///
    /// - Throws: `infeasible` when the work cannot be done within the machine's limits.
    package init(today: EnergySchedule, prices: [Double], machine: EnergyMachine) throws(EnergyError) {
        self.machine = machine
        self.prices = prices
        let energy = today.energy
        let count = max(1, (energy / (machine.twin.ratedPower / Self.levelsAtRated) - 1e-9).rounded(.up))
        let allowed = machine.loadMax * machine.twin.ratedPower
        let most = Double(prices.count) * allowed
        guard energy <= most * (1 + 1e-9) else { throw .infeasible(needed: energy, possible: most) }
        work = Int(count)
        unit = energy / count
        let levels = min(work, Int((allowed / unit + 1e-9).rounded(.down)))
        let hottest = today.temperatures.max() ?? machine.twin.ambient
        let limit = machine.temperatureMax ?? max(machine.twin.fatigueOnset, hottest + HeatGrid.roundingMax)
        // Beyond it the twin takes a temperature for a mistake.
        guard limit <= 1_500 else { throw .outOfRange("temperatureMax", "at most 1500 °C, and today needs \(limit)") }
        grid = HeatGrid(machine.twin, limit: limit)
        states = MachineStates(machine, levels: levels + 1, unit: unit, grid: grid)
        possible = Self.possible(states, hours: prices.count)
        guard possible[0] >= work else {
            throw .infeasible(needed: energy, possible: unit * Double(possible[0]))
        }
    }

    /// Less can always be done than the most: a load that is taken back from the last hours leaves the machine cooler.
    private static func possible(_ states: MachineStates, hours: Int) -> [Int] {
        var possible = [Int](repeating: 0, count: (hours + 1) * states.count)
        for hour in stride(from: hours - 1, through: 0, by: -1) {
            for state in 0..<states.count {
                var most = 0
                for level in 0..<states.levels {
                    let next = states.next[state * states.levels + level]
                    if next >= 0 { most = max(most, level + possible[(hour + 1) * states.count + next]) }
                }
                possible[hour * states.count + state] = most
            }
        }
        return possible
    }

    /// What an hour at a level costs from a state.
    func cost(hour: Int, state: Int, level: Int) -> ScheduleCost {
        ScheduleCost(
            energy: prices[hour] * unit * Double(level),
            starts: level > 0 && !states.runs[state] ? machine.startCost : 0,
            wear: machine.value * states.healthLost[state * states.levels + level])
    }

    /// What an hour costs beside the energy, for each state and level.
    func extras() -> [Double] {
        (0..<states.count * states.levels).map { place in
            let cost = cost(hour: 0, state: place / states.levels, level: place % states.levels)
            return cost.starts + cost.wear
        }
    }

    /// The schedule of levels that keep to the limits and do all of the work; nothing for others.
    package func schedule(_ levels: [Int]) -> EnergySchedule? {
        guard levels.count == hours, levels.reduce(0, +) == work else { return nil }
        var schedule = EnergySchedule()
        var state = 0
        for (hour, level) in levels.enumerated() {
            guard (0..<states.levels).contains(level) else { return nil }
            let next = states.next[state * states.levels + level]
            guard next >= 0 else { return nil }
            schedule.add(
                unit * Double(level), states.temperatures[next], cost(hour: hour, state: state, level: level))
            state = next
        }
        return schedule
    }
}
