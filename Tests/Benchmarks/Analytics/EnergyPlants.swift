import AnalyticsEnergy
import AnalyticsTwin

/// The invented machines, loads and tariffs whose plans docs/analytics.md tells of.
enum EnergyPlants {
    static func tariffs() throws -> [(name: String, prices: [Double])] {
        let weekend = [
            TariffPeriod(days: .weekend, from: 0, to: 24, price: 0.07),
            TariffPeriod(days: .weekdays, from: 7, to: 20, price: 0.21),
            TariffPeriod(days: .weekdays, from: 20, to: 7, price: 0.11),
        ]
        let dayAndNight = [TariffPeriod(from: 6, to: 22, price: 0.16), TariffPeriod(from: 22, to: 6, price: 0.09)]
        let evening = [TariffPeriod(from: 17, to: 21, price: 0.34), TariffPeriod(from: 23, to: 6, price: 0.08)]
        let midday = [TariffPeriod(from: 10, to: 15, price: 0.03), TariffPeriod(from: 18, to: 21, price: 0.45)]
        return [
            ("flat", try Tariff(rate: 0.12).prices),
            ("day and night", try Tariff(rate: nil, periods: dayAndNight).prices),
            ("evening peak", try Tariff(rate: 0.15, periods: evening).prices),
            ("midday sun", try Tariff(rate: 0.18, periods: midday).prices),
            ("weekend", try Tariff(rate: nil, periods: weekend).prices),
        ]
    }

    /// A pump; a conveyor that is dear to start; a motor that wears dearly; a compressor that holds heat for two hours
    /// and has a limit; a mill with four hours, a limit, dear starts and dear wear.
    static func machines() -> [EnergyMachine] {
        var conveyor = heated(7.5, rise: 38, seconds: 50)
        conveyor.startCost = 3
        var motor = heated(15, rise: 65, seconds: 67)
        motor.value = 15_000
        motor.loadMax = 1
        var compressor = heated(45, rise: 60, seconds: 7_200)
        compressor.temperatureMax = 80
        var mill = heated(400, rise: 70, seconds: 14_400)
        mill.temperatureMax = 85
        mill.startCost = 60
        mill.value = 400_000
        return [heated(22, rise: 43, seconds: 50), conveyor, motor, compressor, mill]
    }

    /// Loads by the hour, in parts of the rated power: shifts on weekdays, an even one, and four hours a day.
    static let loads: [@Sendable (Int) -> Double] = [
        { hour in
            let isWorking = hour / 24 % 7 < 5 && (6..<18).contains(hour % 24)
            return isWorking ? 0.7 + 0.1 * Double(hour % 24 % 3) : 0.05
        },
        { hour in 0.45 + 0.05 * Double(hour % 5) },
        { hour in (8..<12).contains(hour % 24) ? 0.5 : 0 },
    ]

    private static func heated(_ rated: Double, rise: Double, seconds: Double) -> EnergyMachine {
        var twin = EnergyMachine(ratedPower: rated).twin
        twin.decay = 1 / seconds
        twin.heatGain = twin.heatGain(rise: rise, power: rated)
        return EnergyMachine(twin: twin)
    }
}
