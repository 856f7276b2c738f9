import AgentAutonomy
import Runtime
import Telemetry
import Testing

@Suite("Baseline")
struct BaselineTests {
    @Test("what the profile states holds")
    func stated() {
        var baseline = Baseline(stated: 20, fallback: 22)
        for second in 0..<200_000 { baseline.learn(30, at: Timestamp(seconds: Int64(second))) }
        #expect(baseline.value == 20)
    }

    @Test("the rated value stands until a day was learned, then the value under which 90 % lies")
    func learned() {
        var baseline = Baseline(stated: nil, fallback: 22)
        var random = SeededRandom(seed: 1)
        for index in 0..<400_000 {
            if index == 43_000 { #expect(baseline.value == 22) }
            baseline.learn(10 + 4 * random.unit(), at: Timestamp(seconds: 2 * Int64(index)))
        }
        #expect(abs((baseline.value ?? 0) - 13.6) < 0.2)
    }

    @Test("a machine that stands still, and one that runs only by day, keep their baseline")
    func standing() {
        var baseline = Baseline(stated: nil, fallback: 20)
        for index in 0..<400_000 {
            let running = index / 21_600 % 2 == 0
            baseline.learn(running ? 15 : 0.1, at: Timestamp(seconds: 2 * Int64(index)))
        }
        #expect(abs((baseline.value ?? 0) - 15) < 0.2)
    }

    @Test("nothing is known without a statement, a rated value or a reading")
    func unknown() {
        var baseline = Baseline(stated: nil, fallback: nil)
        #expect(baseline.value == nil)
        baseline.learn(5, at: Timestamp(seconds: 0))
        #expect(baseline.value == nil)
    }
}
