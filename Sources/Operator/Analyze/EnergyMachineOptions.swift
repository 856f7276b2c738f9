internal import AnalyticsEnergy
internal import AnalyticsTwin
internal import ArgumentParser

/// What is said of a machine whose energy is planned.
struct EnergyMachineOptions: ParsableArguments {
    @Option(help: "kW on the machine's plate; else the highest power in the file.") var ratedPower: Double?
    @Option(help: "The highest load in percent of the rated power; 120, or 100 when that is not given.")
    var loadMax: Double?
    @Option(help: "°C that it may not pass; else what it reaches today and 2 more, at least 75.")
    var temperatureMax: Double?
    @Option(help: "What a start costs; else five minutes at rated power and 0.12 a kWh.") var startCost: Double?
    @Option(help: "What the machine costs new, by which its wear is priced; else 100 a kW.") var machineCost: Double?

    /// The machine as these options and a file describe it, and what was assumed.
    func machine(history: EnergyHistory, hasTemperature: Bool) -> (machine: EnergyMachine, notes: [String]) {
        var notes: [String] = []
        let (machine, isHeatLearned) = facts.machine(history.heat, highest: history.highest)
        let twin = machine.twin
        if ratedPower == nil {
            notes.append("rated power not given, taken as the highest seen, \(PlotScale.short(twin.ratedPower)) kW")
        }
        if isHeatLearned {
            let rise = twin.settledTemperature(power: twin.ratedPower) - twin.ambient
            let ambient = PlotScale.short(twin.ambient)
            notes.append("it settles \(PlotScale.short(rise)) °C above \(ambient) °C at rated power")
        } else if hasTemperature {
            notes.append("the temperature does not follow the power, so heat is left out")
        }
        return (machine, notes)
    }

    private var facts: EnergyMachineFacts {
        var facts = EnergyMachineFacts()
        facts.ratedPower = ratedPower
        facts.loadMax = loadMax.map { $0 / 100 }
        facts.temperatureMax = temperatureMax
        facts.startCost = startCost
        facts.value = machineCost
        return facts
    }
}
