/// What holds during a scenario; a caller may change each of it.
public struct ScenarioConditions: Sendable, Equatable {
    /// kW over time.
    public var load: LoadCycle
    /// The part of the machine's cooling that is left: a factor on `TwinParameters.decay` alone.
    ///
    /// The heat that comes in stays what it is (`heatGain`), so at 0.2 a machine settles five times as far above
    /// ambient, and takes five times as long.
    public var cooling = 1.0
    /// A factor on `TwinParameters.wearRate`.
    public var wearFactor = 1.0
    /// °C around the machine instead of what was calibrated.
    public var ambient: Double?

    /// A load, and a machine that is otherwise as it was calibrated.
    public init(load: LoadCycle, cooling: Double = 1, wearFactor: Double = 1, ambient: Double? = nil) {
        self.load = load
        self.cooling = cooling
        self.wearFactor = wearFactor
        self.ambient = ambient
    }
}
