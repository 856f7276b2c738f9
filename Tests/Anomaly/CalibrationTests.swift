import AnalyticsAnomaly
import Runtime
import Telemetry
import Testing

@Suite("Calibration of scores")
struct CalibrationTests {
    static func at(_ index: Int) -> Timestamp { Timestamp(seconds: 1_763_712_000 + 2 * Int64(index)) }

    @Test("a score of 0.99 is reached by about 1 % of normal readings", arguments: Series.allCases)
    func rate(series: Series) {
        let count = 60_000
        var scorer = StreamingScorer()
        var (high, outside) = (0, 0)
        for (index, value) in series.values(count: count, seed: 11).enumerated() {
            let score = scorer.score(value, at: Self.at(index))
            guard index >= 2_000 else { continue }
            if score.score >= 0.99 { high += 1 }
            if value < score.low || value > score.high { outside += 1 }
        }
        let rate = Double(high) / Double(count - 2_000)
        #expect(rate > 0.003 && rate < 0.02, "\(series): \(rate)")
        let beyond = Double(outside) / Double(count - 2_000)
        #expect(beyond > 0.003 && beyond < 0.02, "\(series): \(beyond) outside the band")
    }

    @Test("the machine's score is calibrated too")
    func machine() {
        var scorers = (0..<6).map { _ in StreamingScorer() }
        let series: [[Double]] = (0..<6).map { Series.gaussian.values(count: 12_000, seed: 100 + UInt64($0)) }
        var high = 0
        for index in 0..<12_000 {
            var machine = MachineScore()
            for metric in 0..<6 {
                machine.add(scorers[metric].score(series[metric][index], at: Self.at(index)), slot: metric)
            }
            if index >= 2_000, machine.score >= 0.99 { high += 1 }
        }
        let rate = Double(high) / 10_000
        #expect(rate > 0.003 && rate < 0.02, "\(rate)")
    }
}
