public import AnalyticsTwin
public import HubPlant
internal import AnalyticsEnergy
internal import Telemetry

/// The twin of a machine as the hub makes it: heat and vibration learned from the last days' minutes, its age as the
/// agent's own twin tells it.
///
/// The agent's twin knows more (the profile, every reading), but stays with the agent.
public struct HubTwin: Sendable {
    /// Where the rated power comes from.
    public enum RatedPower: String, Sendable, CaseIterable {
        /// The request says it.
        case request
        /// The highest power of the last days.
        case history
        /// Nothing is known: that of the model's usual machine.
        case usual
    }

    /// The calibrated twin at the newest minute.
    public let twin: CalibratedTwin
    /// What it began with.
    public let parameters: TwinParameters
    /// Where the rated power comes from.
    public let ratedPowerFrom: RatedPower
    /// The age it was given.
    public let age: TwinAge
    /// Minutes that it learned from.
    public let minutes: Int
    /// Whether the temperatures of those minutes follow the power; else usual heat is taken.
    public let isHeatLearned: Bool

    /// °C above ambient at which a machine of unknown heat settles at rated power.
    private static let riseUsual = 35.0
    /// mm/s of a machine of unknown vibration at rated power (a pump of 22 kW by edge.md).
    private static let vibrationUsual = 2.2

    /// A twin from the minutes of a machine, oldest first.
    public init(minutes: MachineReadings, told: TwinValues?, runtime: Double?, ratedPower: Double?) {
        let steps = TwinStep.all(minutes)
        let highest = steps.map { abs($0.power) }.max() ?? 0
        let usual = TwinParameters().ratedPower
        let rated = ratedPower ?? (highest > 0 ? highest : usual)
        ratedPowerFrom = ratedPower != nil ? .request : highest > 0 ? .history : .usual
        let (parameters, isHeatLearned) = Self.parameters(rated: rated, steps)
        let vibrations = steps.compactMap(\.vibration)
        let load = steps.map { ($0.power / rated) * ($0.power / rated) }
        let age = TwinAge(
            told: told, runtime: runtime ?? minutes.runtime?.values.last,
            vibration: Self.mean(vibrations) ?? Self.vibrationUsual, load: Self.mean(load) ?? 1,
            parameters: parameters)
        // What is told is of now, and the minutes age the twin once more: it begins by so much younger.
        var aged = Twin(parameters: parameters)
        for step in steps { step.take(&aged) }
        let began = age.before(aged.state).state(temperature: steps.first?.temperature ?? parameters.ambient)
        var twin = CalibratedTwin(parameters: parameters, state: began)
        for step in steps { step.take(&twin) }
        self.twin = twin
        self.parameters = parameters
        self.age = age
        self.isHeatLearned = isHeatLearned
        self.minutes = steps.count
    }

    private static func parameters(rated: Double, _ steps: [TwinStep]) -> (TwinParameters, Bool) {
        var parameters = TwinParameters()
        parameters.ratedPower = rated
        parameters.standbyPower = 0.05 * rated
        parameters.vibrationPerLoad = vibrationUsual / rated
        parameters.heatGain = parameters.heatGain(rise: riseUsual, power: rated)
        var heat = ThermalFit()
        for step in steps {
            heat.add(EnergyReading(time: step.time, power: step.power, temperature: step.temperature))
        }
        let heated = heat.calibrated(parameters)
        return (heated ?? parameters, heated != nil)
    }

    private static func mean(_ values: [Double]) -> Double? {
        values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
    }
}
