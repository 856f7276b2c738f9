import AnalyticsAnomaly
import AnalyticsForest
import BenchFigures
import Telemetry

/// What scoring costs of all that is done with a row of eight metrics.
///
/// Its parts run after each other on the same rows, run by run, so that they share a moment of the machine.
enum RowScoring {
    private static let readings = 1_000
    private static let runs = 200

    static func figures(_ snapshot: [UInt8]) throws -> [Figure] {
        var machine = try BenchedMachine(seed: 2)
        let rows = (0..<5_000 + readings).map { _ in machine.values() }
        var learned = try Parts(snapshot)
        for (index, row) in rows.prefix(5_000).enumerated() { learned.learn(row, at: time(of: index)) }
        var least = (detector: Double.infinity, scorers: Double.infinity, forest: Double.infinity)
        for _ in 0..<runs {
            var parts = learned
            let ran = parts.run(rows[5_000...])
            least.detector = min(least.detector, ran.detector)
            least.scorers = min(least.scorers, ran.scorers)
            least.forest = min(least.forest, ran.forest)
        }
        let scale = 1e6 / Double(readings)
        let without = (least.detector + least.scorers) * scale
        return [
            Figure("guard_scoring", "of it all scoring", without, "µs", target: 3),
            Figure(
                "guard_scoring_forest", "all scoring with the forest", without + least.forest * scale, "µs", target: 3),
            Figure("guard_detector", "of it the joint detector", least.detector * scale, "µs"),
            Figure("guard_scorers", "of it eight scores by themselves", least.scorers * scale, "µs"),
            Figure("guard_forest_row", "of it the forest, calibrated", least.forest * scale, "µs"),
        ]
    }

    static func time(of index: Int) -> Timestamp { Timestamp(seconds: Int64(2 * index)) }

    private struct Parts {
        var detector = MachineDetector(metrics: GuardBench.metrics.count)
        var scorers = GuardBench.metrics.map { _ in StreamingScorer() }
        var tails = ScoreTails()
        let forest: RunningForest

        init(_ snapshot: [UInt8]) throws { forest = RunningForest(try IsolationForest(snapshot: snapshot)) }

        mutating func learn(_ row: [Double], at time: Timestamp) {
            _ = detector.score(row, at: time, forest: tails.judge(forest.score(row), isHeld: false))
            for metric in row.indices { _ = scorers[metric].score(row[metric], at: time) }
        }

        /// Seconds of each.
        mutating func run(_ rows: ArraySlice<[Double]>) -> (detector: Double, scorers: Double, forest: Double) {
            var said = [Double?](repeating: nil, count: rows.count)
            let start = ProcessorTime.now()
            for (index, row) in rows.enumerated() { said[index] = tails.judge(forest.score(row), isHeld: false) }
            let scored = ProcessorTime.now()
            for (index, row) in zip(rows.indices, rows) {
                _ = detector.score(row, at: RowScoring.time(of: index), forest: said[index - rows.startIndex])
            }
            let judged = ProcessorTime.now()
            for (index, row) in zip(rows.indices, rows) {
                let time = RowScoring.time(of: index)
                for metric in row.indices { _ = scorers[metric].score(row[metric], at: time) }
            }
            return (judged - scored, ProcessorTime.now() - judged, scored - start)
        }
    }
}
