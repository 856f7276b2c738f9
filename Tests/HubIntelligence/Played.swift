import HubIntelligence
import HubPlant
import Telemetry

/// Series as the store gives them, made up for a test.
enum Played {
    /// Monday 2026-03-02, 00:00 UTC.
    static let monday = Timestamp(seconds: 1_772_409_600)

    static func series(
        _ metric: String, _ unit: String, from start: Timestamp = monday, every seconds: Double = 2, _ values: [Double]
    ) -> ReadingsSeries {
        guard let name = MetricName(metric) else { fatalError("no metric: \(metric)") }
        return ReadingsSeries(
            metric: name, unit: unit, isDerived: false,
            times: values.indices.map { start.advanced(seconds: Double($0) * seconds) }, values: values)
    }

    /// Power in kW, and temperature in °C where it is given.
    static func readings(_ power: [Double], _ temperature: [Double]? = nil, from start: Timestamp = monday)
        -> MachineReadings
    {
        MachineReadings(
            [series("power", "kW", from: start, power)]
                + (temperature.map { [series("temperature", "Cel", from: start, $0)] } ?? []))
    }
}
