internal import AnalyticsTwin
internal import Telemetry

/// Writes the trajectory of a scenario: median and band of each quantity at each moment.
enum ScenarioResults {
    private static let quantities: [(name: String, band: @Sendable (ScenarioPoint) -> ScenarioBand)] = [
        ("temperature", { $0.temperature }), ("vibration", { $0.vibration }), ("wear", { $0.wear }),
        ("fatigue", { $0.fatigue }), ("health", { $0.health }), ("failure_probability", { $0.failureProbability }),
    ]

    static func write(_ forecast: ScenarioForecast, from start: Timestamp, to output: String) throws {
        let results = try ResultRows(
            output: output,
            columns: ["hours", "time", "load"]
                + quantities.flatMap { [$0.name, "\($0.name)_lo80", "\($0.name)_hi80"] })
        for point in forecast.points {
            let time = start.advanced(seconds: point.hours * 3_600)
            var fields: [ResultField] = [.number(point.hours), .text(time.rfc3339), .number(point.load)]
            for quantity in quantities {
                let band = quantity.band(point)
                fields += [.number(band.median), .number(band.low), .number(band.high)]
            }
            try results.write(fields)
        }
        try results.finish()
    }
}
