internal import AnalyticsTwin
internal import HubPlant
internal import Telemetry

/// One minute of a machine, as a twin is told it.
struct TwinStep {
    var time: Timestamp
    var power: Double
    var temperature: Double?
    var vibration: Double?

    /// Each minute that has a power, with what was measured in the same.
    static func all(_ minutes: MachineReadings) -> [TwinStep] {
        guard let power = minutes.power else { return [] }
        let temperatures = MachineReadings.held(minutes.temperature, at: power.times, secondsMax: 0)
        let vibrations = MachineReadings.held(minutes.vibration, at: power.times, secondsMax: 0)
        return power.times.indices.map { index in
            TwinStep(
                time: power.times[index], power: power.values[index], temperature: temperatures[index],
                vibration: vibrations[index])
        }
    }

    func take(_ twin: inout Twin) {
        twin.step(power: power, at: time, measuredTemperature: temperature, measuredVibration: vibration)
    }

    func take(_ twin: inout CalibratedTwin) {
        twin.step(power: power, at: time, measuredTemperature: temperature, measuredVibration: vibration)
    }
}
