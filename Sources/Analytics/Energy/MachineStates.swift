/// The states that a machine can be in at the end of an hour: how warm, and whether it runs.
///
/// Temperatures stand on a grid and are rounded up. A warmer machine stays warmer under the same load, so the grid's
/// temperature is never below the twin's, and a limit that holds on the grid holds on the twin. State 0 is standstill
/// at ambient temperature; only states that can be reached from there are kept.
struct MachineStates {
    /// Loads that are told apart, standstill among them.
    let levels: Int
    private(set) var temperatures: [Double] = []
    private(set) var runs: [Bool] = []
    /// The state after an hour, at `state · levels + level`; −1 where the limit would be passed.
    private(set) var next: [Int] = []
    /// The health that the hour takes, at the same places.
    private(set) var healthLost: [Double] = []

    /// States of a machine whose levels are multiples of `unit` kW.
    init(_ machine: EnergyMachine, levels: Int, unit: Double, grid: HeatGrid) {
        self.levels = levels
        var known = [0: 0]
        var bins = [0]
        temperatures = [grid.temperature(0)]
        runs = [false]
        var state = 0
        while state < bins.count {
            for level in 0..<levels {
                let hour = MachineHour(machine.twin, power: unit * Double(level), from: temperatures[state])
                healthLost.append(hour.healthLost)
                guard let bin = grid.bin(hour.temperature) else {
                    next.append(-1)
                    continue
                }
                let key = 2 * bin + (level > 0 ? 1 : 0)
                if known[key] == nil {
                    known[key] = bins.count
                    bins.append(bin)
                    temperatures.append(grid.temperature(bin))
                    runs.append(level > 0)
                }
                next.append(known[key] ?? -1)
            }
            state += 1
        }
    }

    var count: Int { runs.count }
}
