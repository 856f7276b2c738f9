import AnalyticsAnomaly
import BenchFigures
import Telemetry

/// What it costs to score one reading of a machine of eight metrics: all together, and each by itself.
enum ScoringBench {
    private static let learned = 5_000
    /// Few at a time and often, so that one of the runs is undisturbed.
    private static let readings = 2_000
    private static let runs = 100

    static func figures() -> [Figure] {
        var made = MadeMachine()
        let rows = made.rows(learned + readings)
        let together = detector(rows)
        let alone = scorers(rows)
        return [
            Figure("scoring", "all scoring of a reading of eight metrics", (together + alone) * 1e6, "µs", target: 3),
            Figure("detector", "of it MachineDetector", together * 1e6, "µs"),
            Figure("scorers", "of it StreamingScorer, eight times", alone * 1e6, "µs"),
        ]
    }

    /// Seconds a reading.
    private static func detector(_ rows: [[Double]]) -> Double {
        var learning = MachineDetector(metrics: MadeMachine.metrics)
        for index in 0..<learned { _ = learning.score(rows[index], at: MadeMachine.time(of: index)) }
        return ProcessorTime.best(of: runs) {
            var detector = learning
            for index in learned..<rows.count { _ = detector.score(rows[index], at: MadeMachine.time(of: index)) }
        } / Double(readings)
    }

    private static func scorers(_ rows: [[Double]]) -> Double {
        var learning = (0..<MadeMachine.metrics).map { _ in StreamingScorer() }
        for (index, row) in rows.prefix(learned).enumerated() {
            for metric in row.indices { _ = learning[metric].score(row[metric], at: MadeMachine.time(of: index)) }
        }
        return ProcessorTime.best(of: runs) {
            var scorers = learning
            for index in learned..<rows.count {
                let row = rows[index]
                for metric in row.indices { _ = scorers[metric].score(row[metric], at: MadeMachine.time(of: index)) }
            }
        } / Double(readings)
    }
}
