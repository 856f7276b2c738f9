import AnalyticsTwin
import BenchFigures
import Telemetry

/// What the twin costs: a step, a calibrated step, and a thousand paths of a year by the hour.
enum TwinBench {
    private static let steps = 500_000

    static func figures() throws -> [Figure] {
        var parameters = TwinParameters()
        parameters.heatGain = parameters.heatGain(rise: 35, power: 18)
        var twin = Twin(parameters: parameters)
        var calibrated = CalibratedTwin(parameters: parameters)
        var second: Int64 = 0
        let plain = ProcessorTime.best(of: 5) {
            for index in 0..<steps {
                second += 2
                twin.step(
                    power: power(index), at: Timestamp(seconds: second), measuredTemperature: 45 + power(index),
                    measuredVibration: 2)
            }
        }
        second = 0
        let learning = ProcessorTime.best(of: 5) {
            for index in 0..<steps {
                second += 2
                calibrated.step(
                    power: power(index), at: Timestamp(seconds: second), measuredTemperature: 45 + power(index),
                    measuredVibration: 2 + Double(index % 5) * 0.1)
            }
        }
        let worst = try TwinScenario.named.map { try paths(calibrated, $0.scenario, parameters) }.max() ?? 0
        return [
            Figure("twin_step", "step of the plain twin", plain / Double(steps) * 1e9, "ns", target: 200),
            Figure("twin_calibrated", "step of the calibrated twin", learning / Double(steps) * 1e9, "ns", target: 200),
            Figure("twin_paths", "1000 paths of 8760 hours, the dearest scenario", worst, "s", target: 1),
        ]
    }

    private static func paths(
        _ twin: CalibratedTwin, _ scenario: TwinScenario, _ parameters: TwinParameters
    ) throws -> Double {
        let conditions = scenario.conditions(ratedPower: parameters.ratedPower)
        return try ProcessorTime.best(of: 3) { _ = try twin.run(conditions, options: ScenarioOptions(hours: 8_760)) }
    }

    private static func power(_ index: Int) -> Double { Double([4, 16, 9, 20, 0, 12, 18][index / 300 % 7]) }
}
