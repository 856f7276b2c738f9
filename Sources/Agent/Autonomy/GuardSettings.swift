/// What an operator sets for all machines of an agent.
public struct GuardSettings: Sendable, Equatable {
    /// The calibrated score of a machine from which readings are odd, where its profile says none.
    ///
    /// 0.99 asks for alarms on at most 1 % of normal readings, before the persistence that an alert needs.
    public var anomalyScore: Double
    /// Money for a kWh, for the savings that decisions state.
    public var energyRate: Double

    /// The defaults of the pages.
    public init(anomalyScore: Double = 0.99, energyRate: Double = 0.12) {
        self.anomalyScore = anomalyScore
        self.energyRate = energyRate
    }
}
