import AnalyticsForest
import Runtime
import Telemetry
import Testing

@Suite("Why a row is odd to a forest")
struct ForestReasonTests {
    /// Three features about 10, 20 and 30, of spread 1, 2 and 4, one of them off by some spreads.
    private static func row(_ random: inout SeededRandom, off: Int = 0, by shift: Double = 0) -> [Double] {
        let noise = (0..<3).map { random.normal() + ($0 == off ? shift : 0) }
        return [10 + noise[0], 20 + 2 * noise[1], 30 + 4 * noise[2]]
    }

    private static func forest(_ samples: Int = 64) throws -> IsolationForest {
        var random = SeededRandom(seed: 2)
        let rows = (0..<4_000).flatMap { _ in row(&random) }
        return try IsolationForest.fit(features: ["a", "b", "c"], rows: rows, options: ForestOptions(samples: samples))
    }

    @Test(
        "the feature that is off is named, with what is usual and how far off it is",
        arguments: [
            (row: [18.0, 20, 30], feature: 0, expected: 10.0, distance: 8.0),
            (row: [10, 6, 30], feature: 1, expected: 20, distance: -7),
            (row: [10, 20, 70], feature: 2, expected: 30, distance: 10),
        ])
    func named(row: [Double], feature: Int, expected: Double, distance: Double) throws {
        let reason = try #require(try Self.forest().reason(row))
        #expect(reason.feature == feature)
        #expect(abs(reason.expected - expected) < 0.3 && abs(reason.distance - distance) < 0.6, "\(reason)")
    }

    @Test("a row as usual as can be, and one of which nothing is known, have none")
    func none() throws {
        let forest = try Self.forest()
        #expect(forest.reason([.nan, .nan, .nan]) == nil)
        #expect(forest.score([10, 20, 30]) < 0.5)
    }

    @Test("a snapshot of version 1 is read; its spreads are 1")
    func old() throws {
        let forest = try Self.forest()
        var bytes = forest.snapshot()
        // Behind version, sizes and threshold: for each feature its name of one letter, median and spread.
        for feature in (0..<3).reversed() {
            let spread = 15 + feature * 11 + 7
            bytes.removeSubrange(spread..<spread + 4)
        }
        bytes[0] = 1
        let old = try IsolationForest(snapshot: bytes)
        #expect(old.score([18, 20, 30]) == forest.score([18, 20, 30]))
        let reason = try #require(old.reason([18, 20, 30]))
        #expect(reason.feature == 0 && abs(reason.distance - 8) < 0.3)
        bytes = forest.snapshot()
        for index in 22..<26 { bytes[index] = 0 }
        #expect(throws: SnapshotError.valueInvalid) { try IsolationForest(snapshot: bytes) }
    }

    @Test("samples of 64 rows find nearly what those of 256 find")
    func samples() throws {
        var sums: [Int: Double] = [:]
        for seed in 0..<UInt64(3) {
            var random = SeededRandom(seed: 12 + seed)
            let rows = (0..<1_000).map { Self.row(&random, off: $0 / 20 % 3, by: $0 % 20 == 0 ? 4 : 0) }
            let usual = (0..<2_000).flatMap { _ in Self.row(&random) }
            for samples in [64, 256] {
                let forest = try IsolationForest.fit(
                    features: ["a", "b", "c"], rows: usual, options: ForestOptions(samples: samples, seed: seed))
                sums[samples, default: 0] += Self.area(rows.map { forest.score($0) })
            }
        }
        let (small, large) = (try #require(sums[64]) / 3, try #require(sums[256]) / 3)
        #expect(small > 0.9 && small > large - 0.04, "\(small) against \(large)")
    }

    /// The area under the curve where every twentieth row is odd.
    private static func area(_ scores: [Double]) -> Double {
        let odd = stride(from: 0, to: scores.count, by: 20).map { scores[$0] }
        let usual = scores.indices.filter { $0 % 20 != 0 }.map { scores[$0] }
        let wins = odd.reduce(0) { wins, score in wins + usual.count { $0 < score } }
        return Double(wins) / Double(odd.count * usual.count)
    }
}
