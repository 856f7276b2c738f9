import AnalyticsForest
import BenchFigures

/// What an isolation forest of 100 trees costs for rows of eight features: one at a time, and many at once.
enum ForestBench {
    static func figures() throws -> [Figure] {
        var made = MadeMachine()
        let single = made.rows(16_384)
        let rows = single.flatMap(\.self)
        let names = (0..<MadeMachine.metrics).map { "metric\($0)" }
        let forest = try IsolationForest.fit(features: names, rows: rows)
        var sum = 0.0
        let one = ProcessorTime.best(of: 40) { for row in single { sum += forest.score(row) } } / Double(single.count)
        let many = ProcessorTime.best(of: 40) { sum += forest.scores(rows: rows)[0] } / Double(single.count)
        precondition(sum > 0, "scores are above 0")
        return [
            Figure("forest_one", "isolation forest of 100 trees, a row by itself", one * 1e6, "µs", target: 5),
            Figure("forest_batch", "isolation forest of 100 trees, a row of a batch", many * 1e6, "µs", target: 0.5),
        ]
    }
}
