import AnalyticsLifetime
import Runtime
import Telemetry
import Testing

@Suite("Snapshots of a model of remaining life")
struct LifetimeSnapshotTests {
    /// A model with few trees, so that every byte can be bent.
    static let small = Result {
        try LifetimeModel.fit(
            MadeUnits.all(10), sensors: MadeUnits.sensors, options: LifetimeOptions(cap: 80, trees: 3))
    }

    @Test("a model comes back as it was")
    func roundTrip() throws {
        let model = try MadeUnits.model.get()
        #expect(try LifetimeModel(snapshot: model.snapshot()) == model)
        #expect(model.snapshot().count < 20_000)
    }

    @Test("every cut and every bent byte is an error or a model that estimates, never a trap")
    func damaged() throws {
        let whole = try Self.small.get().snapshot()
        for count in 0..<whole.count {
            #expect(throws: SnapshotError.self) { try LifetimeModel(snapshot: Array(whole.prefix(count))) }
        }
        #expect(throws: SnapshotError.trailingBytes) { try LifetimeModel(snapshot: whole + [0]) }
        let unit = MadeUnits.cut(MadeUnits.all(1)[0], after: 3)
        var random = SeededRandom(seed: 4)
        for _ in 0..<3_000 {
            var bent = whole
            bent[Int(random.next() % UInt64(bent.count))] = UInt8(truncatingIfNeeded: random.next())
            guard let model = try? LifetimeModel(snapshot: bent) else { continue }
            let said = model.estimate(unit)
            #expect(said.low <= said.remaining && said.remaining <= said.high)
        }
    }

    @Test("sizes beyond the limits, or beyond the bytes that are there, are refused before memory is taken")
    func limits() throws {
        let whole = try Self.small.get().snapshot()
        #expect(throws: SnapshotError.versionUnknown(9)) { try LifetimeModel(snapshot: [9] + whole.dropFirst()) }
        // Trees, depth, sensors, sensors that vary, knots.
        let bad: [[Int]] = [
            [0, 3, 4, 3, 1], [2_001, 3, 4, 3, 1], [3, 0, 4, 3, 1], [3, 7, 4, 3, 1], [3, 3, 0, 3, 1], [3, 3, 257, 3, 1],
            [3, 3, 4, 5, 1], [3, 3, 4, 0, 1], [3, 3, 4, 3, 0], [3, 3, 4, 3, 25],
        ]
        func head(_ sizes: [Int]) -> [UInt8] {
            [
                UInt8(sizes[0] & 0xFF), UInt8(sizes[0] >> 8), UInt8(sizes[1]), UInt8(sizes[2] & 0xFF),
                UInt8(sizes[2] >> 8), UInt8(sizes[3] & 0xFF), UInt8(sizes[3] >> 8), UInt8(sizes[4]),
            ]
        }
        for sizes in bad {
            #expect(throws: SnapshotError.valueInvalid) {
                try LifetimeModel(snapshot: [whole[0]] + head(sizes) + whole.dropFirst(9))
            }
        }
        #expect(throws: SnapshotError.truncated) {
            try LifetimeModel(snapshot: [whole[0]] + head([2_000, 6, 4, 3, 24]) + whole.dropFirst(9))
        }
    }
}
