internal import AnalyticsTwin

/// A load hour by hour with what comes of it.
public struct EnergySchedule: Sendable, Equatable {
    /// kW in each hour.
    public internal(set) var powers: [Double] = []
    /// °C at the end of each hour; in a proposed schedule never below what the twin says.
    public internal(set) var temperatures: [Double] = []
    /// What each hour costs.
    public internal(set) var costs: [ScheduleCost] = []

    /// What all hours cost.
    public var cost: ScheduleCost { costs.reduce(ScheduleCost(), +) }
    /// kWh of all hours.
    public var energy: Double { powers.reduce(0, +) }

    /// A machine's day as it was: its powers, run on the twin from standstill at ambient temperature.
    package init(today powers: [Double], prices: [Double], machine: EnergyMachine) {
        var temperature = machine.twin.ambient
        var isOn = false
        for (power, price) in zip(powers, prices) {
            let hour = MachineHour(machine.twin, power: power, from: temperature)
            let runs = power > machine.twin.standbyPower
            add(
                power, hour.temperature,
                ScheduleCost(
                    energy: price * power, starts: runs && !isOn ? machine.startCost : 0,
                    wear: machine.value * hour.healthLost))
            temperature = hour.temperature
            isOn = runs
        }
    }

    init() {}

    mutating func add(_ power: Double, _ temperature: Double, _ cost: ScheduleCost) {
        powers.append(power)
        temperatures.append(temperature)
        costs.append(cost)
    }
}
