import AnalyticsForest
import Runtime
import Telemetry
import Testing

@Suite("A forest as a machine runs it")
struct PackedForestTests {
    /// Rows of features of every kind: normal, far out to one side, of few values, and of one.
    private static func rows(_ count: Int, width: Int, _ random: inout SeededRandom) -> [Double] {
        (0..<count).flatMap { _ in
            (0..<width).map { feature in
                switch feature % 5 {
                case 0: 1_000 + random.normal()
                case 1: 1 / (1e-6 + random.unit())
                case 2: (2 * random.normal()).rounded()
                case 3: random.unit() < 0.5 ? -0.0 : 0
                default: feature == 4 ? 7 : random.normal() * 1e30
                }
            }
        }
    }

    private static func forest(
        _ rows: [Double], width: Int, trees: Int = 100, samples: Int = 64, seed: UInt64
    ) throws -> IsolationForest {
        try IsolationForest.fit(
            features: (0..<width).map { "f\($0)" }, rows: rows,
            options: ForestOptions(trees: trees, samples: samples, seed: seed))
    }

    @Test("it gives the scores and reasons of the forest that it was made of, to the last bit", arguments: 0..<40)
    func exact(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let width = 1 + Int(random.next() % 16)
        let (trees, samples) = (1 + Int(random.next() % 120), 2 + Int(random.next() % 63))
        var rows = Self.rows(400, width: width, &random)
        let plain = try Self.forest(rows, width: width, trees: trees, samples: samples, seed: seed)
        let packed = try #require(PackedForest(plain))
        for odd in [.nan, .infinity, -.infinity, 1e300, -1e300, -0.0, Double.leastNonzeroMagnitude] {
            for _ in 0..<30 { rows[Int(random.next() % UInt64(rows.count))] = odd }
        }
        for row in stride(from: 0, to: rows.count, by: width).map({ Array(rows[$0..<$0 + width]) }) {
            #expect(packed.score(row) == plain.score(row), "\(row)")
        }
        let one = Array(rows[..<width])
        #expect(RunningForest(plain).reason(one) == plain.reason(one))
    }

    @Test("values on a cut, and the nearest ones beside it, go where the forest sends them")
    func onCuts() throws {
        var random = SeededRandom(seed: 3)
        let rows = Self.rows(300, width: 3, &random)
        let plain = try Self.forest(rows, width: 3, seed: 9)
        let packed = try #require(PackedForest(plain))
        // A version 2 snapshot has its nodes behind version, sizes, threshold and three features of 12 bytes.
        let bytes = plain.snapshot()
        let cuts = (0..<6_300).map { node in
            let place = 15 + 3 * 12 + 6 * node + 2
            let bits = bytes[place..<place + 4].reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
            return Float(bitPattern: bits)
        }
        for cut in cuts where cut != 0 {
            for value in [cut, cut.nextUp, cut.nextDown] {
                let row = [Double](repeating: Double(value), count: 3)
                #expect(packed.score(row) == plain.score(row))
            }
        }
        #expect(Set(cuts).count > 1_000)
    }

    @Test("a zero with a minus reaches a cut at zero, as it does in the forest")
    func zeros() throws {
        var random = SeededRandom(seed: 5)
        let rows = Self.rows(300, width: 1, &random)
        var bytes = try Self.forest(rows, width: 1, seed: 2).snapshot()
        // Each node is a feature (2 bytes), a cut (4 bytes); a cut at 0 has no bit set.
        for node in 0..<(bytes.count - 15 - 12) / 6 {
            let place = 15 + 12 + 6 * node + 2
            bytes.replaceSubrange(place..<place + 4, with: [0, 0, 0, 0])
        }
        let plain = try IsolationForest(snapshot: bytes)
        let packed = try #require(PackedForest(plain))
        let scores = [-0.0, 0, 1, -1, -Double(Float.leastNonzeroMagnitude)].map { packed.score([$0]) }
        #expect(scores == [-0.0, 0, 1, -1, -Double(Float.leastNonzeroMagnitude)].map { plain.score([$0]) })
        #expect(scores[0] == scores[1] && scores[1] == scores[2] && scores[3] == scores[4] && scores[2] != scores[3])
    }

    @Test("100 trees of 64 rows take a third of the bytes that are on the way, whatever the rows", arguments: 0..<10)
    func size(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let rows =
            seed < 5 ? Self.rows(2_000, width: 8, &random) : (0..<16_000).map { _ in random.normal() }
        let plain = try Self.forest(rows, width: 8, seed: seed)
        let packed = try #require(PackedForest(plain))
        #expect(packed.bytes < 22_000 && plain.snapshot().count > 62_000, "\(packed.bytes)")
    }

    @Test("rows of nothing but two values, of which many are alike in a leaf, fit too", arguments: 0..<10)
    func alike(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let rows = (0..<8_000).map { _ in random.unit() < 0.1 ? 1.0 : 0 }
        let plain = try Self.forest(rows, width: 8, seed: seed)
        let packed = try #require(PackedForest(plain))
        for row in stride(from: 0, to: 800, by: 8).map({ Array(rows[$0..<$0 + 8]) }) {
            #expect(packed.score(row) == plain.score(row))
        }
    }

    @Test("a forest too large to be packed runs as it is")
    func large() throws {
        var random = SeededRandom(seed: 6)
        let rows = Self.rows(6_000, width: 5, &random)
        let plain = try Self.forest(rows, width: 5, samples: 1_024, seed: 6)
        #expect(PackedForest(plain) == nil)
        guard case .plain = RunningForest(plain) else { throw SnapshotError.valueInvalid }
        for row in stride(from: 0, to: 500, by: 5).map({ Array(rows[$0..<$0 + 5]) }) {
            #expect(RunningForest(plain).score(row) == plain.score(row))
        }
        #expect(RunningForest(plain).reason([2_000, 1, 0, 0, 7]) == plain.reason([2_000, 1, 0, 0, 7]))
    }

    @Test("what damaged bytes make of a forest is run as the forest runs it, or not packed")
    func damaged() throws {
        var random = SeededRandom(seed: 4)
        let rows = Self.rows(300, width: 3, &random)
        let whole = try Self.forest(rows, width: 3, trees: 6, samples: 32, seed: 1).snapshot()
        var packed = 0
        for round in 0..<4_000 {
            var bent = whole
            for _ in 0..<1 + round % 4 {
                bent[Int(random.next() % UInt64(bent.count))] = UInt8(truncatingIfNeeded: random.next() >> 8)
            }
            // 0xFF80… and more are no numbers: a cut of such sends every row to the left.
            if round.isMultiple(of: 7) {
                let node = 15 + 3 * 12 + 6 * Int(random.next() % 186)
                bent.replaceSubrange(node + 2..<node + 6, with: [1, 0, 0xC0, 0x7F])
            }
            guard let plain = try? IsolationForest(snapshot: bent), plain.features.count == 3 else { continue }
            let running = RunningForest(plain)
            if case .packed = running { packed += 1 }
            let row = (0..<3).map { rows[3 * (round % 100) + $0] }
            #expect(running.score(row) == plain.score(row))
        }
        #expect(packed > 1_000)
    }
}
