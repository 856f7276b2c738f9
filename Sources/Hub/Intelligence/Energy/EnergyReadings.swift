public import AnalyticsEnergy
internal import AnalyticsForecast
internal import HubPlant
internal import Telemetry

/// Turns the readings of a machine into what the energy's core looks at.
public enum EnergyReadings {
    /// Older than so many seconds, a temperature says nothing of a power.
    private static let temperatureSecondsMax = 60.0

    /// The window of the newest readings, by the factory's clock.
    public static func window(_ readings: MachineReadings, clock: FactoryClock) -> EnergyWindow {
        var window = EnergyWindow()
        for reading in all(readings, clock: clock) { window.add(reading) }
        return window
    }

    /// Each reading of the power with the temperature that was measured then.
    static func all(_ readings: MachineReadings, clock: FactoryClock) -> [EnergyReading] {
        guard let power = readings.power else { return [] }
        let temperatures = MachineReadings.held(
            readings.temperature, at: power.times, secondsMax: temperatureSecondsMax)
        var shown = WallClock(clock.calendar)
        return power.times.indices.map { index in
            EnergyReading(
                time: shown.shown(at: power.times[index]), power: power.values[index], temperature: temperatures[index])
        }
    }
}
