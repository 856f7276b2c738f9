internal import AnalyticsEnergy
internal import AnalyticsForecast
internal import Telemetry

/// What a file of readings says of a machine's use of energy, gathered while it is read.
struct EnergyHistory {
    private(set) var window = EnergyWindow()
    private(set) var heat = ThermalFit()
    private(set) var hours = HourlySeries()
    /// kW.
    private(set) var highest = 0.0

    /// Adds a reading.
    mutating func add(_ reading: EnergyReading) throws(ForecastError) {
        guard window.add(reading) else { return }
        heat.add(reading)
        highest = max(highest, abs(reading.power))
        try hours.add(abs(reading.power), at: reading.time)
    }
}
