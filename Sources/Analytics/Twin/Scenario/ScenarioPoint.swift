/// Where the paths of a scenario stand at one moment.
public struct ScenarioPoint: Sendable, Equatable {
    /// Hours from its beginning.
    public var hours: Double
    /// kW, without its noise.
    public var load: Double
    /// °C.
    public var temperature: ScenarioBand
    /// mm/s.
    public var vibration: ScenarioBand
    /// 0 (new) to 1.
    public var wear: ScenarioBand
    /// 0 (new) to 1.
    public var fatigue: ScenarioBand
    /// Percent.
    public var health: ScenarioBand

    /// 0 to 1: what health leaves.
    public var failureProbability: ScenarioBand {
        ScenarioBand(low: 1 - health.high / 100, median: 1 - health.median / 100, high: 1 - health.low / 100)
    }
}
