import Runtime
import SyncWire
import Telemetry
import Testing

@Suite struct SegmentRoundTripTests {
    @Test func whatTheTypesAllowComesBackToTheBit() throws {
        for seed in UInt64(1)...200 {
            var random = SeededRandom(seed: seed)
            let content = try SegmentSamples.random(&random)
            let decoded = try SegmentCodec.decode(try SegmentCodec.encode(content))
            // Compared apart from the expectation, which would print every value.
            let isSame = decoded == content && Self.bits(decoded) == Self.bits(content)
            #expect(isSame, "seed \(seed)")
        }
    }

    @Test func theSameContentGivesTheSameBytes() throws {
        let content = try SegmentSamples.plant(machines: 3, rows: 300)
        #expect(try SegmentCodec.encode(content) == SegmentCodec.encode(content))
    }

    @Test func readingsOfTheLoadGeneratorTakeAtMostThreeBytes() throws {
        let content = try SegmentSamples.load(machines: 100, rows: 327)
        let bytes = try SegmentCodec.encode(content).count
        #expect(Double(bytes) / Double(content.measuredReadings) <= 1.8)
    }

    @Test func readingsOfAPlantTakeAtMostTwoBytes() throws {
        let content = try SegmentSamples.plant(machines: 40, rows: 400)
        let bytes = try SegmentCodec.encode(content).count
        #expect(Double(bytes) / Double(content.measuredReadings) <= 1.2)
    }

    @Test func summariesCountMeasuredAndDerivedApart() throws {
        var content = try SegmentSamples.plant(machines: 2, rows: 10)
        content.blocks[1].isDerived = true
        #expect(content.measuredReadings == 30)
        #expect(content.derivedReadings == 30)
        #expect(content.timeRange?.lowerBound == content.blocks.compactMap(\.times.first).min())
        #expect(SegmentContent(blocks: []).timeRange == nil)
    }

    @Test func mistakesOfTheCallerAreErrors() throws {
        var content = try SegmentSamples.plant(machines: 1, rows: 4)
        content.blocks[0].columns[0].values[2] = .nan
        #expect(throws: SegmentEncodingError.valueNotFinite(metric: "power")) { try SegmentCodec.encode(content) }
        content.blocks[0].columns[0].values = [1]
        #expect(throws: SegmentEncodingError.lengthMismatch(metric: "power")) { try SegmentCodec.encode(content) }
        content.blocks[0].times = [4, 3, 2, 1]
        #expect(throws: SegmentEncodingError.timesFall(machine: "factory/pump-0")) { try SegmentCodec.encode(content) }
        let large = try SegmentSamples.plant(machines: 1, rows: 100)
        #expect(throws: SegmentEncodingError.tooLarge(what: "values", count: 400, countMax: 100)) {
            try SegmentCodec.encode(large, limits: SegmentLimits(valuesMax: 100))
        }
    }

    private static func bits(_ content: SegmentContent) -> [UInt64] {
        content.blocks.flatMap { $0.columns.flatMap { $0.values.map(\.bitPattern) } }
    }
}
