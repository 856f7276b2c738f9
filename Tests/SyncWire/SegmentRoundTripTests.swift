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

    @Test func decimalsThatSlippedTakeLittleMoreThanDecimals() throws {
        let content = try SegmentSamples.slips()
        let bytes = try SegmentCodec.encode(content)
        #expect(bytes[4] == 2)
        let isSame = Self.bits(try SegmentCodec.decode(bytes)) == Self.bits(content)
        #expect(isSame)
        #expect(Double(bytes.count) / Double(content.measuredReadings) < 2.6)
    }

    /// An older hub goes on reading what it always read.
    @Test func whatNeedsNothingNewIsWrittenAsVersion1() throws {
        for content in [try SegmentSamples.golden(), try SegmentSamples.plant(machines: 2, rows: 300)] {
            #expect(try SegmentCodec.encode(content)[4] == 1)
        }
    }

    /// Every kind of double, bit for bit: alone, and where all around it are decimals.
    @Test func allDoublesComeBackToTheBit() throws {
        var random = SeededRandom(seed: 77)
        for _ in 0..<300 {
            let rows = 40 + random.below(300)
            let noise = (0..<rows).map { _ in Self.finite(&random) }
            let mixed = (0..<rows).map { row in
                row % 29 == 3 ? Self.finite(&random) : Double(random.below(100_000)) / 1_000
            }
            let near = (0..<rows).map { _ in
                SegmentSamples.slipped(
                    Double(random.below(2_000) - 1_000) / 1_000, by: [0, 0, 1, -1, 8, -8, 9][random.below(7)])
            }
            for values in [noise, mixed, near] {
                let content = SegmentContent(blocks: [
                    SegmentBlock(
                        machine: try SegmentSamples.key("any"), isDerived: false, times: values.indices.map(Int64.init),
                        columns: [try SegmentSamples.column("value", values)])
                ])
                let isSame = Self.bits(try SegmentCodec.decode(try SegmentCodec.encode(content))) == Self.bits(content)
                #expect(isSame)
            }
        }
    }

    /// Any bit pattern but those of no finite number.
    private static func finite(_ random: inout SeededRandom) -> Double {
        while true {
            let value = Double(bitPattern: random.next())
            if value.isFinite { return value }
        }
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
