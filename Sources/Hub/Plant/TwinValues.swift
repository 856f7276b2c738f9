/// What an agent's physical model of a machine says of it (edge.md, Twin), as live screens show it.
public struct TwinValues: Sendable, Equatable {
    /// °C, modelled.
    public var temperature: Double
    /// mm/s RMS, modelled.
    public var vibration: Double
    /// 0 to 100.
    public var health: Double
    /// 0 to 1, that it fails within the profile's horizon.
    public var failureProbability: Double
    /// Hours until its health is used up.
    public var remainingHours: Double

    /// What a model says.
    public init(
        temperature: Double, vibration: Double, health: Double, failureProbability: Double, remainingHours: Double
    ) {
        self.temperature = temperature
        self.vibration = vibration
        self.health = health
        self.failureProbability = failureProbability
        self.remainingHours = remainingHours
    }
}
