/// What is said of a machine whose energy is planned; what is not said is taken from its readings.
public struct EnergyMachineFacts: Sendable, Equatable {
    /// kW on its plate; nothing for the highest power seen.
    public var ratedPower: Double?
    /// The highest load as a part of the rated power; nothing for 1.2, or 1 when the rated power is not known either.
    public var loadMax: Double?
    /// °C that it may not pass; see `EnergyMachine.temperatureMax`.
    public var temperatureMax: Double?
    /// What a start costs; nothing for the usual.
    public var startCost: Double?
    /// What it costs new; nothing for the usual.
    public var value: Double?

    /// Nothing is said.
    public init() {}

    /// The machine as the facts and its history describe it, and whether its heat could be learned.
    public func machine(_ heat: ThermalFit, highest: Double) -> (machine: EnergyMachine, isHeatLearned: Bool) {
        let rated = ratedPower ?? highest
        var machine = EnergyMachine(ratedPower: rated, loadMax: loadMax ?? (ratedPower == nil ? 1 : 1.2))
        let heated = heat.calibrated(machine.twin)
        if let heated { machine.twin = heated }
        machine.temperatureMax = temperatureMax
        if let startCost { machine.startCost = startCost }
        if let value { machine.value = value }
        return (machine, heated != nil)
    }
}
