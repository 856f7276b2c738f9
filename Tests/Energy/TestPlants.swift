import AnalyticsEnergy
import AnalyticsTwin

/// Tariffs and machines that differ in what makes a schedule hard.
enum TestPlants {
    static let tariffs: [(name: String, tariff: Result<Tariff, any Error>)] = [
        ("flat", Result { try Tariff(rate: 0.12) }),
        (
            "day and night",
            Result {
                try Tariff(
                    rate: nil,
                    periods: [TariffPeriod(from: 6, to: 22, price: 0.16), TariffPeriod(from: 22, to: 6, price: 0.09)])
            }
        ),
        (
            "evening peak",
            Result {
                try Tariff(
                    rate: 0.15,
                    periods: [TariffPeriod(from: 17, to: 21, price: 0.34), TariffPeriod(from: 23, to: 6, price: 0.08)])
            }
        ),
        (
            "midday sun",
            Result {
                try Tariff(
                    rate: 0.18,
                    periods: [TariffPeriod(from: 10, to: 15, price: 0.03), TariffPeriod(from: 18, to: 21, price: 0.45)])
            }
        ),
        (
            "weekend",
            Result {
                try Tariff(
                    rate: nil,
                    periods: [
                        TariffPeriod(days: .weekend, from: 0, to: 24, price: 0.07),
                        TariffPeriod(days: .weekdays, from: 7, to: 20, price: 0.21),
                        TariffPeriod(days: .weekdays, from: 20, to: 7, price: 0.11),
                    ])
            }
        ),
    ]

    /// A machine that settles `rise` °C above ambient at rated power, with a time constant.
    static func heated(_ rated: Double, rise: Double, seconds: Double) -> EnergyMachine {
        var twin = EnergyMachine(ratedPower: rated).twin
        twin.decay = 1 / seconds
        twin.heatGain = twin.heatGain(rise: rise, power: rated)
        return EnergyMachine(twin: twin)
    }

    /// A pump; a conveyor that is dear to start; a mill that holds heat for half an hour, has a limit and wears dearly.
    static let machines: [(name: String, machine: EnergyMachine)] = {
        var conveyor = heated(7.5, rise: 38, seconds: 50)
        conveyor.startCost = 3
        var mill = heated(45, rise: 60, seconds: 1_800)
        mill.temperatureMax = 80
        mill.value *= 5
        return [("pump", heated(22, rise: 43, seconds: 50)), ("conveyor", conveyor), ("mill", mill)]
    }()

    /// A day of two shifts, in parts of the rated power.
    static func shifts(_ hours: Int = 24) -> [Double] {
        (0..<hours).map { hour -> Double in
            (6..<20).contains(hour % 24) ? 0.6 + 0.05 * Double(hour % 3) : 0.06
        }
    }

    /// A plan of Tuesday's hours.
    static func plan(
        _ tariff: Tariff, _ machine: EnergyMachine, load: [Double] = shifts(), seed: UInt64 = 1
    ) throws -> EnergyPlan {
        try EnergyPlan(
            load: load.map { $0 * machine.twin.ratedPower },
            prices: load.indices.map { tariff.prices[(24 + $0) % HourOfWeek.count] }, machine: machine, seed: seed)
    }
}
