public import AnalyticsTwin

/// A machine as its schedule is made for it.
public struct EnergyMachine: Sendable, Equatable {
    /// Currency per kW rated that a new machine costs where nobody says it; it prices the health that hours take.
    public static let valuePerKilowatt = 100.0
    /// The minutes of rated power that a start costs where nobody says it: run-up, and what is not sold meanwhile.
    public static let startMinutes = 5.0

    /// Its rated and standby power, heat and ageing.
    public var twin: TwinParameters
    /// The highest load, as a part of the rated power.
    public var loadMax: Double
    /// °C that it may not pass at the end of any hour; nothing for what its twin reaches today, and 75 °C at least.
    public var temperatureMax: Double?
    /// What a start from standstill costs, in the tariff's currency.
    public var startCost: Double
    /// What the whole of its health is worth, in the tariff's currency: the price of a new one.
    public var value: Double

    /// A machine of a rated power, up to 120 % of it, with usual costs.
    public init(twin: TwinParameters, loadMax: Double = 1.2) {
        self.twin = twin
        self.loadMax = loadMax
        startCost = twin.ratedPower * Tariff.rateUsual * Self.startMinutes / 60
        value = twin.ratedPower * Self.valuePerKilowatt
    }

    /// A machine of which only the rated power is known.
    ///
    /// It stands by at 5 % of it, vibrates by 2.2 mm/s at rated load (as a pump of 22 kW by edge.md), and its heat is
    /// left out.
    public init(ratedPower: Double, loadMax: Double = 1.2) {
        var twin = TwinParameters()
        twin.ratedPower = ratedPower
        twin.standbyPower = 0.05 * ratedPower
        twin.vibrationPerLoad = ratedPower > 0 ? 2.2 / ratedPower : 0
        twin.heatGain = 0
        self.init(twin: twin, loadMax: loadMax)
    }

    /// Holds the fields against what a machine can have.
    func check() throws(EnergyError) {
        try Self.check(twin.ratedPower, 1e-3...1e5, "ratedPower")
        try Self.check(twin.standbyPower, 0...twin.ratedPower, "standbyPower")
        try Self.check(twin.ambient, -90...200, "ambient")
        try Self.check(twin.decay, 1e-5...10, "decay")
        try Self.check(twin.efficiency, 0.001...0.999_999, "efficiency")
        try Self.check(twin.heatGain, 0...1_000, "heatGain")
        try Self.check(loadMax, 0.2...2, "loadMax")
        try Self.check(startCost, 0...1e9, "startCost")
        try Self.check(value, 0...1e12, "value")
        if let temperatureMax { try Self.check(temperatureMax, twin.ambient...1_500, "temperatureMax") }
    }

    private static func check(_ value: Double, _ range: ClosedRange<Double>, _ name: String) throws(EnergyError) {
        if range.contains(value) { return }
        throw .outOfRange(name, "\(range.lowerBound) to \(range.upperBound)")
    }
}
