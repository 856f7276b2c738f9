public import AnalyticsEnergy

/// Which schedule is asked for.
public struct ScheduleRequest: Sendable {
    /// A day or a week.
    public var horizon: EnergyHorizon
    /// What a kWh costs.
    public var tariff: Tariff
    /// What is said of the machine.
    public var facts: EnergyMachineFacts

    /// A request by its parts.
    public init(horizon: EnergyHorizon, tariff: Tariff, facts: EnergyMachineFacts = EnergyMachineFacts()) {
        self.horizon = horizon
        self.tariff = tariff
        self.facts = facts
    }
}
