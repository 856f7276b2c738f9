import AnalyticsAnomaly
import Runtime
import Telemetry
import Testing

@Suite("What a scorer finds")
struct DetectionTests {
    static let normal = Series.gaussian.values(count: 6_000, seed: 3)

    static func learned() -> StreamingScorer {
        var scorer = StreamingScorer()
        for (index, value) in normal.prefix(5_000).enumerated() {
            _ = scorer.score(value, at: CalibrationTests.at(index))
        }
        return scorer
    }

    @Test("a spike of six spreads is found, the readings after it are normal")
    func spike() {
        var scorer = Self.learned()
        let spike = scorer.score(56, at: CalibrationTests.at(5_000))
        #expect(spike.score > 0.999)
        #expect(spike.high < 54 && spike.low > 46 && abs(spike.expected - 50) < 0.3)
        var after = 0
        for index in 5_001..<5_200
        where scorer.score(Self.normal[index], at: CalibrationTests.at(index)).score >= 0.99 { after += 1 }
        #expect(after < 10)
    }

    @Test("a shift stays found for long and is learned in the end")
    func shift() {
        var scorer = Self.learned()
        var random = SeededRandom(seed: 5)
        var high: [Bool] = []
        for index in 0..<40_000 {
            let score = scorer.score(56 + random.normal(), at: CalibrationTests.at(5_000 + index))
            high.append(score.score >= 0.99)
        }
        #expect(high.prefix(1_000).count(where: \.self) > 950, "found at once and kept")
        #expect(high.suffix(5_000).count(where: \.self) < 250, "a new way of running is learned in hours")
    }

    @Test("while it is held, nothing is learned")
    func held() {
        var scorer = Self.learned()
        let before = scorer.snapshot()
        for index in 0..<20_000 {
            let score = scorer.score(58, at: CalibrationTests.at(5_000 + index), isHeld: true)
            #expect(score.score > 0.999)
        }
        #expect(scorer.snapshot().count == before.count)
        #expect(scorer.score(50, at: CalibrationTests.at(30_000)).score < 0.9)
    }

    @Test("a slow drift within a day's season is no anomaly, one that runs away is")
    func drift() {
        var scorer = Self.learned()
        var high = 0
        for index in 0..<2_000 {
            let value = 50 + 0.02 * Double(index) + (Self.normal[index] - 50)
            if scorer.score(value, at: CalibrationTests.at(5_000 + index)).score >= 0.99 { high += 1 }
        }
        #expect(high > 1_000)
    }
}
