/// What the last 500 readings of a machine say of its use of energy; the formulas are those of intelligence.md.
///
/// With `mean` the mean power in kW, and `rate` the price of a kWh (the mean of the week's hours for a tariff by time
/// of use):
/// - OVERSIZING, when mean / highest power < 0.4: `mean · 0.25 · 8760 · rate`;
/// - THERMAL_STRESS, when over 30 % of the readings are above 75 °C: `mean · 0.05 · 8760 · rate`;
/// - PEAK_SHIFTING, when there is load in peak hours: `mean · 0.2 · 8 · 250 · (1.5 · rate − 0.8 · rate)`. Where the
///   tariff tells the prices of its peak and other hours, their means take the place of `1.5 · rate` and `0.8 · rate`.
public struct EnergyOpportunities: Sendable, Equatable {
    private static let hoursPerYear = 8_760.0
    private static let yearsOfBenefit = 4.0
    private static let benefitMax = 60_000.0

    /// The largest saving first; empty until 500 readings came.
    public let list: [EnergyOpportunity]
    /// How far the window is filled, in percent; 100 as soon as something can be said.
    public let learningProgress: Double
    /// The sum of the savings a year, in the tariff's currency.
    public var totalPotentialSavings: Double { list.reduce(0) { $0 + $1.savingPerYear } }

    /// Looks for opportunities in a window.
    public init(_ window: EnergyWindow, tariff: Tariff = Tariff()) {
        learningProgress = window.learningProgress
        guard window.count == EnergyWindow.size else {
            list = []
            return
        }
        let readings = window.readings
        let mean = readings.reduce(0) { $0 + $1.power } / Double(readings.count)
        list = [
            Self.oversizing(readings, mean, tariff), Self.thermalStress(readings, mean, tariff),
            Self.peakShifting(readings, mean, tariff),
        ].compactMap(\.self).sorted { $0.savingPerYear > $1.savingPerYear }
    }

    private static func oversizing(
        _ readings: [EnergyReading], _ mean: Double, _ tariff: Tariff
    ) -> EnergyOpportunity? {
        guard let highest = readings.map(\.power).max(), highest > 0, mean / highest < 0.4 else { return nil }
        let saving = mean * 0.25 * hoursPerYear * tariff.mean
        return EnergyOpportunity(
            kind: .oversizing, savingPerYear: saving, benefit: min(benefitMax, saving * yearsOfBenefit))
    }

    private static func thermalStress(
        _ readings: [EnergyReading], _ mean: Double, _ tariff: Tariff
    ) -> EnergyOpportunity? {
        let hot = readings.count { ($0.temperature ?? 0) > 75 }
        guard Double(hot) / Double(readings.count) > 0.3 else { return nil }
        return EnergyOpportunity(kind: .thermalStress, savingPerYear: mean * 0.05 * hoursPerYear * tariff.mean)
    }

    private static func peakShifting(
        _ readings: [EnergyReading], _ mean: Double, _ tariff: Tariff
    ) -> EnergyOpportunity? {
        let spread = tariff.peakPrice - tariff.offPeakPrice
        guard spread > 0, readings.contains(where: { $0.power > 0 && tariff.isPeak(at: $0.time) }) else { return nil }
        return EnergyOpportunity(kind: .peakShifting, savingPerYear: mean * 0.2 * 8 * 250 * spread)
    }
}
