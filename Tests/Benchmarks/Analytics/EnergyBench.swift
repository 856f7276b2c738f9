import AnalyticsEnergy
import AnalyticsTwin
import BenchFigures

/// How much dearer the learned schedules are than the cheapest ones, on five tariffs, and how long a plan takes.
///
/// Five machines, three loads, and seeds: `EnergyPlants`. All are planned for a day and for a week.
enum EnergyBench {
    static func figures(seeds: UInt64) throws -> [Figure] {
        try [24, 168].flatMap { hours in
            var found: [Figure] = []
            var seconds: [Double] = []
            for (name, prices) in try EnergyPlants.tariffs() {
                let (excess, took) = try plans(prices, hours: hours, seeds: seeds)
                let mean = excess.reduce(0, +) / Double(excess.count)
                let what = "schedule of \(hours) h, \(name): above the optimum"
                found.append(Figure("energy_mean_\(hours)_\(name)", "\(what), mean of \(excess.count)", mean, "%"))
                let worst = excess.max() ?? 0
                found.append(Figure("energy_worst_\(hours)_\(name)", "\(what), worst", worst, "%", target: 2))
                seconds += took
            }
            let sorted = seconds.sorted()
            let what = "a plan of \(hours) h, optimum and learning"
            found.append(Figure("energy_time_\(hours)", "\(what), median", sorted[sorted.count / 2] * 1e3, "ms"))
            found.append(Figure("energy_longest_\(hours)", "\(what), longest", (sorted.last ?? 0) * 1e3, "ms"))
            return found
        }
    }

    /// By how many percent each plan's learned schedule is dearer, and the seconds that each took.
    private static func plans(
        _ prices: [Double], hours: Int, seeds: UInt64
    ) throws -> (excess: [Double], seconds: [Double]) {
        var (excess, seconds): ([Double], [Double]) = ([], [])
        for machine in EnergyPlants.machines() {
            for part in EnergyPlants.loads {
                let load = (0..<hours).map { part($0) * machine.twin.ratedPower }
                for seed in 1...seeds {
                    let start = ProcessorTime.now()
                    let plan = try EnergyPlan(
                        load: load, prices: Array(prices.prefix(hours)), machine: machine, seed: seed)
                    seconds.append(ProcessorTime.now() - start)
                    excess.append(100 * plan.excess)
                }
            }
        }
        return (excess, seconds)
    }
}
