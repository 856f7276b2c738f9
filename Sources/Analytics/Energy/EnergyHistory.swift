public import AnalyticsForecast
internal import Telemetry

/// What a machine's readings say of its use of energy, gathered while they pass.
public struct EnergyHistory: Sendable {
    /// The last of them, by which opportunities are found.
    public private(set) var window = EnergyWindow()
    /// How its heat follows its power.
    public private(set) var heat = ThermalFit()
    /// Mean kW of its hours.
    public private(set) var hours = HourlySeries()
    /// The highest power, kW.
    public private(set) var highest = 0.0

    /// A history without readings.
    public init() {}

    /// Adds a reading; one that `EnergyWindow` refuses is left out.
    ///
    /// - Throws: `tooLong` when it lies too far from the others.
    public mutating func add(_ reading: EnergyReading) throws(ForecastError) {
        guard window.add(reading) else { return }
        heat.add(reading)
        highest = max(highest, abs(reading.power))
        try hours.add(abs(reading.power), at: reading.time)
    }
}
