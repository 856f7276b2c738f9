import AnalyticsForest
import Runtime
import Telemetry
import Testing

@Suite("Snapshots of a forest")
struct ForestSnapshotTests {
    static func small() throws -> IsolationForest { try ForestTests.fitted(ForestOptions(trees: 5, samples: 16)) }

    @Test("a forest comes back as it was")
    func roundTrip() throws {
        let forest = try ForestTests.fitted()
        #expect(try IsolationForest(snapshot: forest.snapshot()) == forest)
        #expect(forest.snapshot().count < 300_000)
    }

    @Test("every cut and every bent byte is an error or a forest that scores, never a trap")
    func damaged() throws {
        let whole = try Self.small().snapshot()
        for count in 0..<whole.count {
            #expect(throws: SnapshotError.self) { try IsolationForest(snapshot: Array(whole.prefix(count))) }
        }
        #expect(throws: SnapshotError.trailingBytes) { try IsolationForest(snapshot: whole + [0]) }
        var random = SeededRandom(seed: 4)
        for _ in 0..<5_000 {
            var bent = whole
            bent[Int(random.next() % UInt64(bent.count))] = UInt8(truncatingIfNeeded: random.next())
            guard let forest = try? IsolationForest(snapshot: bent) else { continue }
            _ = forest.score([Double](repeating: 1, count: forest.features.count))
        }
    }

    @Test("sizes beyond the limits, or beyond the bytes that are there, are refused before memory is taken")
    func limits() throws {
        let whole = try Self.small().snapshot()
        #expect(throws: SnapshotError.versionUnknown(9)) { try IsolationForest(snapshot: [9] + whole.dropFirst()) }
        for (trees, samples, width) in [(0xFFFF, 256, 3), (1_000, 4_096, 3), (100, 0xFFFF, 3), (100, 1, 3), (5, 16, 0)]
        {
            let head = [trees, samples, width].flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
            #expect(throws: SnapshotError.valueInvalid) {
                try IsolationForest(snapshot: [whole[0]] + head + whole.dropFirst(7))
            }
        }
        #expect(throws: SnapshotError.truncated) {
            try IsolationForest(snapshot: [whole[0], 0xE8, 3, 0, 1, 3, 0] + whole.dropFirst(7))
        }
    }
}
