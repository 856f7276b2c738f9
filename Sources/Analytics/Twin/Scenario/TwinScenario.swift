/// What a machine is put through: the scenarios of intelligence.md, or a load of one's own.
public enum TwinScenario: Sendable, Equatable {
    /// 70 % of rated power.
    case normal
    /// 150 % of rated power.
    case heavyLoad
    /// 80 % of rated power, cooling at a fifth.
    case overheated
    /// 90 % of rated power, wear three times as fast.
    case wornBearings
    /// A load over time, otherwise as the machine is.
    case custom(LoadCycle)

    /// Those with a name, by it.
    public static let named: [(name: String, scenario: TwinScenario)] = [
        ("normal", .normal), ("heavy_load", .heavyLoad), ("overheated", .overheated), ("worn_bearings", .wornBearings),
    ]

    /// What it says of load, cooling and wear, for a machine of a rated power in kW.
    public func conditions(ratedPower: Double) -> ScenarioConditions {
        switch self {
        case .normal: ScenarioConditions(load: LoadCycle(power: 0.7 * ratedPower))
        case .heavyLoad: ScenarioConditions(load: LoadCycle(power: 1.5 * ratedPower))
        case .overheated: ScenarioConditions(load: LoadCycle(power: 0.8 * ratedPower), cooling: 0.2)
        case .wornBearings: ScenarioConditions(load: LoadCycle(power: 0.9 * ratedPower), wearFactor: 3)
        case .custom(let load): ScenarioConditions(load: load)
        }
    }
}
