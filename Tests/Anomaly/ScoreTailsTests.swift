import AnalyticsAnomaly
import Runtime
import Telemetry
import Testing

@Suite("Scores of other models, calibrated")
struct ScoreTailsTests {
    /// Scores as a forest gives them: most about 0.45, few high.
    private static func usual(_ random: inout SeededRandom) -> Double { 0.45 + 0.05 * random.normal() }

    @Test("of normal rows just so many have a small tail", arguments: [0.1, 0.01, 0.002])
    func rate(part: Double) {
        var (tails, random) = (ScoreTails(), SeededRandom(seed: 3))
        for row in 0..<4_000 {
            let isKnown = tails.judge(Self.usual(&random), isHeld: false) != nil
            #expect(isKnown == (row >= ScoreTails.rowsToKnow))
        }
        let rows = 60_000
        let small = (0..<rows).count { _ in (tails.judge(Self.usual(&random), isHeld: false) ?? 1) <= part }
        let found = Double(small) / Double(rows)
        #expect(found < 1.25 * part + 0.0005 && found > 0.6 * part, "\(found) of \(part)")
    }

    @Test("what was never seen is rare, as far as so few rows can say; a held row and no number change nothing")
    func extremes() {
        var (tails, random) = (ScoreTails(), SeededRandom(seed: 3))
        for _ in 0..<1_000 { _ = tails.judge(Self.usual(&random), isHeld: false) }
        let before = tails
        let tail = tails.judge(0.95, isHeld: true) ?? 1
        #expect(tail > 0.0005 && tail < 0.002)
        #expect((tails.judge(0.1, isHeld: true) ?? 0) > 0.99 && (tails.judge(.nan, isHeld: true) ?? 0) > 0.99)
        #expect((tails.judge(.infinity, isHeld: true) ?? 1) < 0.002 && tails == before)
    }

    @Test("a fault is not learned away, chance is learned, and a new way of running is normal after hours")
    func faults() {
        var (tails, random) = (ScoreTails(), SeededRandom(seed: 5))
        for _ in 0..<5_000 { _ = tails.judge(Self.usual(&random), isHeld: false) }
        for _ in 0..<600 { _ = tails.judge(0.8, isHeld: false) }
        #expect((tails.judge(0.8, isHeld: true) ?? 1) < 0.01, "20 minutes at one in 2 s")
        var short = tails
        for _ in 0..<10 {
            _ = short.judge(Self.usual(&random), isHeld: false)
            for _ in 0..<40 { _ = short.judge(0.85, isHeld: false) }
        }
        _ = short.judge(0.4, isHeld: false)
        #expect((short.judge(0.8, isHeld: true) ?? 0) > 0.02, "runs of 40 are chance")
        for _ in 0..<7_000 { _ = tails.judge(0.8, isHeld: false) }
        #expect((tails.judge(0.8, isHeld: true) ?? 0) > 0.02)
    }

    @Test("it comes back from its snapshot; what is damaged is an error or tails that judge, never a trap")
    func snapshot() throws {
        var (tails, random) = (ScoreTails(), SeededRandom(seed: 7))
        for _ in 0..<2_000 { _ = tails.judge(Self.usual(&random), isHeld: false) }
        let bytes = tails.snapshot()
        #expect(bytes.count < 2_100)
        var read = try ScoreTails(snapshot: bytes)
        #expect(read.snapshot() == bytes)
        let (here, there) = (tails.judge(0.6, isHeld: true), read.judge(0.6, isHeld: true))
        #expect(abs((here ?? 0) - (there ?? 1)) < 1e-4)
        for count in stride(from: 0, to: bytes.count, by: 7) {
            #expect(throws: SnapshotError.self) { try ScoreTails(snapshot: Array(bytes.prefix(count))) }
        }
        for _ in 0..<2_000 {
            var bent = bytes
            bent[Int(random.next() % UInt64(bent.count))] = UInt8(truncatingIfNeeded: random.next())
            guard var tails = try? ScoreTails(snapshot: bent) else { continue }
            let tail = tails.judge(0.6, isHeld: false) ?? 0
            #expect(tail >= 0 && tail.isFinite)
        }
    }
}
