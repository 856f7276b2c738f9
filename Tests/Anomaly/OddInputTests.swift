import AnalyticsAnomaly
import Runtime
import Telemetry
import Testing

@Suite("Odd inputs of a scorer")
struct OddInputTests {
    @Test("it judges after 32 readings, not before")
    func warmUp() {
        var scorer = StreamingScorer()
        for index in 0..<32 {
            let score = scorer.score(Double(index % 3), at: CalibrationTests.at(index))
            #expect(score.score == 0)
            #expect(score.isReady == (index == 31))
        }
        #expect(scorer.isReady)
    }

    @Test("errors among the first readings do not spoil the beginning")
    func spoiltBeginning() {
        var scorer = StreamingScorer()
        var random = SeededRandom(seed: 2)
        for index in 0..<32 {
            let value = index == 5 || index == 20 ? 9_999 : 50 + random.normal()
            _ = scorer.score(value, at: CalibrationTests.at(index))
        }
        let score = scorer.score(50, at: CalibrationTests.at(32))
        #expect(abs(score.expected - 50) < 1 && score.high < 70)
    }

    @Test("a constant series is normal, and any other value is not")
    func constant() {
        var scorer = StreamingScorer()
        for index in 0..<1_000 {
            let score = scorer.score(41.5, at: CalibrationTests.at(index))
            #expect(score.score < 0.99)
            #expect(score.expected.isFinite && score.low <= 41.5 && score.high >= 41.5)
        }
        #expect(scorer.score(41.6, at: CalibrationTests.at(1_000)).score > 0.99)
    }

    @Test("what is less than the resolution is no distance")
    func resolution() {
        var scorer = StreamingScorer(resolution: 0.5)
        for index in 0..<1_000 { _ = scorer.score(41.5, at: CalibrationTests.at(index)) }
        #expect(scorer.score(41.6, at: CalibrationTests.at(1_000)).score < 0.99)
        #expect(scorer.score(49, at: CalibrationTests.at(1_001)).score > 0.99)
    }

    @Test("repeated times and times that go back are scored, and harm nothing")
    func times() {
        var scorer = StreamingScorer()
        var random = SeededRandom(seed: 4)
        for index in 0..<5_000 {
            let time = CalibrationTests.at(index - (index % 7 == 0 ? 40 : index % 3))
            let score = scorer.score(50 + random.normal(), at: time)
            #expect(score.expected.isFinite)
            if index > 500 { #expect(abs(score.expected - 50) < 1) }
        }
    }

    @Test("after a gap the level is found anew within minutes")
    func gap() {
        var scorer = DetectionTests.learned()
        var random = SeededRandom(seed: 8)
        var score = scorer.score(52, at: CalibrationTests.at(5_000_000))
        for index in 1..<600 {
            score = scorer.score(52 + random.normal(), at: CalibrationTests.at(5_000_000 + index))
        }
        #expect(abs(score.expected - 52) < 1)
    }

    @Test("numbers that are none are not scored, and huge ones do not spoil it")
    func numbers() {
        var scorer = DetectionTests.learned()
        for value in [Double.nan, .infinity, -.infinity, 1e300] {
            let score = scorer.score(value, at: CalibrationTests.at(5_000))
            #expect(score.score == 0 && abs(score.expected - 50) < 1)
        }
        #expect(scorer.score(1e90, at: CalibrationTests.at(5_001)).score > 0.99)
        #expect(scorer.score(50, at: CalibrationTests.at(5_002)).score < 0.9)
    }

    @Test("a snapshot goes on in the same way")
    func snapshot() throws {
        for learned in [0, 5, 31, 32, 33, 700] {
            var scorer = StreamingScorer(resolution: 0.1)
            for index in 0..<learned { _ = scorer.score(DetectionTests.normal[index], at: CalibrationTests.at(index)) }
            var back = try StreamingScorer(resolution: 0.1, snapshot: scorer.snapshot())
            for index in learned..<(learned + 100) {
                let value = DetectionTests.normal[index] + (index % 9 == 0 ? 5 : 0)
                let (one, other) = (
                    scorer.score(value, at: CalibrationTests.at(index)),
                    back.score(value, at: CalibrationTests.at(index))
                )
                #expect(one.score == other.score && one.expected == other.expected)
            }
            #expect(scorer.snapshot().count < 1_024)
        }
    }

    @Test("damaged snapshots are errors, never traps")
    func damaged() {
        let whole = DetectionTests.learned().snapshot()
        for count in 0..<whole.count {
            #expect(throws: SnapshotError.self) { try StreamingScorer(snapshot: Array(whole.prefix(count))) }
        }
        var random = SeededRandom(seed: 1)
        for _ in 0..<5_000 {
            var bent = whole
            bent[Int(random.next() % UInt64(bent.count))] = UInt8(truncatingIfNeeded: random.next())
            guard var scorer = try? StreamingScorer(snapshot: bent) else { continue }
            _ = scorer.score(50, at: CalibrationTests.at(6_000))
            _ = scorer.score(60, at: CalibrationTests.at(6_001))
        }
    }
}
