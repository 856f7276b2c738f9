/// What a schedule costs, in the tariff's currency.
public struct ScheduleCost: Sendable, Equatable {
    /// What is paid for kWh.
    public var energy = 0.0
    /// What starts cost.
    public var starts = 0.0
    /// The health that it takes, at the machine's value.
    public var wear = 0.0

    /// All of it.
    public var total: Double { energy + starts + wear }

    static func + (left: ScheduleCost, right: ScheduleCost) -> ScheduleCost {
        ScheduleCost(
            energy: left.energy + right.energy, starts: left.starts + right.starts, wear: left.wear + right.wear)
    }
}
