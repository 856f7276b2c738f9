internal import AnalyticsTwin
internal import Telemetry

/// What an hour at a constant power does to a machine, as its twin tells.
struct MachineHour {
    /// °C at the end.
    ///
    /// The way there goes from the first temperature straight to it, so that both ends bound it.
    let temperature: Double
    /// The part of its health that the hour takes, 0 to 1.
    let healthLost: Double

    init(_ parameters: TwinParameters, power: Double, from temperature: Double) {
        var twin = Twin(parameters: parameters)
        twin.step(power: power, at: Timestamp(seconds: 0), measuredTemperature: temperature)
        let before = twin.health
        twin.step(power: power, at: Timestamp(seconds: 3_600))
        self.temperature = twin.state.temperature
        healthLost = max(0, before - twin.health) / 100
    }
}
