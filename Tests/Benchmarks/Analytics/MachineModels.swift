import AnalyticsAnomaly
import AnalyticsEnergy
import AnalyticsTwin
import Telemetry

/// All that is learned of one machine of eight metrics: detector, scorers, calibrated twin and the window of energy.
struct MachineModels {
    var detector = MachineDetector(metrics: MadeMachine.metrics)
    var scorers = (0..<MadeMachine.metrics).map { _ in StreamingScorer() }
    var twin = CalibratedTwin(parameters: TwinParameters())
    var window = EnergyWindow()

    /// Takes a reading of all metrics; the first is the power, the second the temperature, the third the vibration.
    mutating func take(_ row: [Double], at time: Timestamp) {
        _ = detector.score(row, at: time)
        for metric in row.indices { _ = scorers[metric].score(row[metric], at: time) }
        twin.step(power: row[0], at: time, measuredTemperature: row[1], measuredVibration: row[2])
        window.add(EnergyReading(time: time, power: row[0], temperature: row[1]))
    }

    /// Bytes of all snapshots.
    var snapshotBytes: Int {
        scorers.reduce(detector.snapshot().count + twin.snapshot().count + window.snapshot().count) {
            $0 + $1.snapshot().count
        }
    }
}
