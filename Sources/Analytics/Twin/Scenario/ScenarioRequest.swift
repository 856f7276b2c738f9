/// A scenario by its name, with what shall be otherwise in it.
public struct ScenarioRequest: Sendable, Equatable {
    /// The name of a load of one's own.
    public static let custom = "custom"
    /// All names.
    public static let names = TwinScenario.named.map(\.name) + [custom]

    /// One of `names`.
    public var name: String
    /// Instead of the scenario's load; a custom one has no other.
    public var load: LoadCycle?
    /// Instead of the scenario's `ScenarioConditions.cooling`.
    public var cooling: Double?
    /// Instead of the scenario's `ScenarioConditions.wearFactor`.
    public var wearFactor: Double?
    /// °C instead of what was calibrated.
    public var ambient: Double?

    /// A scenario as it is by itself.
    public init(name: String, load: LoadCycle? = nil) {
        self.name = name
        self.load = load
    }

    /// What holds during it, for a machine of a rated power in kW; nothing for a name that there is not, and for a
    /// custom one without a load.
    public func conditions(ratedPower: Double) -> ScenarioConditions? {
        let named = TwinScenario.named.first { $0.name == name }?.scenario
        guard let chosen = named ?? (name == Self.custom ? load.map(TwinScenario.custom) : nil) else { return nil }
        var conditions = chosen.conditions(ratedPower: ratedPower)
        if let load { conditions.load = load }
        if let cooling { conditions.cooling = cooling }
        if let wearFactor { conditions.wearFactor = wearFactor }
        if let ambient { conditions.ambient = ambient }
        return conditions
    }
}
