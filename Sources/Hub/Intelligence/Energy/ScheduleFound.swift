public import AnalyticsEnergy
public import Telemetry

/// A plan of a machine's newest day or week, with what it was made from.
public struct ScheduleFound: Sendable, Equatable {
    /// Today's schedule, the optimum and the learned one.
    public var plan: EnergyPlan
    /// When each hour began.
    public var times: [Timestamp]
    /// What a kWh costs in each.
    public var prices: [Double]
    /// Hours without a reading, which were filled from their neighbours.
    public var filled: Int
    /// The machine as it was taken for.
    public var machine: EnergyMachine
    /// Whether the request said the rated power; else it is the highest power seen.
    public var isRatedPowerGiven: Bool
    /// Whether the machine's heat was learned from its temperatures; else it is left out.
    public var isHeatLearned: Bool
}
