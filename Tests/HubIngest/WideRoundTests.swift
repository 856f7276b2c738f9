import HubIngest
import HubStore
import Runtime
import SyncCore
import SyncWire
import Telemetry
import Testing

/// Rounds that expand to much: the hub has one segment, or a part of one, of them in memory at a time.
@Suite struct WideRoundTests {
    /// A segment of 100 columns whose readings are so far apart.
    private static func segment(_ seq: UInt64, times count: Int, distance: Int64) throws -> SegmentRecord {
        let start = TestAgent.start.microseconds + Int64(seq) * 10_000 * distance
        let times = (0..<count).map { start + Int64($0) * distance }
        let columns = (0..<100).map { number in
            SegmentColumn(
                metric: MetricName("metric-\(number)") ?? unreachable(), unit: "kW",
                values: times.indices.map { Double($0 % 50) })
        }
        return try TestAgent.record(
            seq,
            SegmentContent(blocks: [
                SegmentBlock(machine: TestAgent.key, isDerived: false, times: times, columns: columns)
            ]))
    }

    @Test func segmentsWaitPackedOnlyAsFarAsThatTakesLittleMemory() throws {
        // Each reading is in a bucket of its own: about a hundred bytes.
        let wide = try (1...UInt64(4)).map { try Self.segment($0, times: 2_000, distance: 60_000_000) }
        let segments = RoundSegments(wide, window: nil)
        let packed = segments.all.compactMap(\.packed)
        #expect(packed.count == 1)
        #expect(packed.reduce(0) { $0 + $1.footprint } <= RoundSegments.packedBytesMax)
        for (segment, record) in zip(segments.all, wide) {
            let outline = try segment.outline.get()
            let content = try SegmentCodec.decode(record.payload)
            #expect(outline.values == 0 && outline.blocks.count == 1)
            #expect(outline.timeRange == content.timeRange && !outline.isFolded)
            #expect(segment.machines == [TestAgent.key])
        }
        // What agents pack at most waits as it is.
        let usual = try (1...UInt64(16)).map { try Self.segment($0, times: 655, distance: 1_000_000) }
        #expect(RoundSegments(usual, window: nil).all.allSatisfy { $0.packed != nil })
    }

    @Test func anOutlineSaysThatReadingsWereFolded() throws {
        let names = ["~count.power", "~max.power", "~mean.power", "~min.power"]
        let columns = names.map {
            SegmentColumn(metric: MetricName($0) ?? unreachable(), unit: "kW", values: [1, 1, 1])
        }
        let start = TestAgent.start.microseconds
        let times = (0..<3).map { start + Int64($0) * 86_400_000_000 }
        let record = try TestAgent.record(
            1,
            SegmentContent(blocks: [
                SegmentBlock(machine: TestAgent.key, isDerived: true, times: times, columns: columns)
            ]))
        let today = start / 86_400_000_000
        let segments = RoundSegments([record], window: today...(today + 1))
        #expect(try segments.all[0].outline.get().isFolded)
        #expect(segments.days == [today, today + 1])
    }

    /// A block of a machine of its own, with qualities in every other column.
    private static func block(_ place: Int, times count: Int, _ columns: Int) -> SegmentBlock {
        var all: [SegmentColumn] = []
        for number in 0..<columns {
            let values = (0..<count).map { Double(100 * number + $0) }
            let qualities: [UInt8]? = number % 2 == 0 ? nil : (0..<count).map { UInt8($0 % 3) }
            let name = MetricName("m\(number)") ?? unreachable()
            all.append(SegmentColumn(metric: name, unit: "1", values: values, qualities: qualities))
        }
        let key = MachineKey(factory: "f1", machine: "m\(place)") ?? unreachable()
        return SegmentBlock(machine: key, isDerived: false, times: (0..<count).map(Int64.init), columns: all)
    }

    @Test func partsAreBoundedAndTogetherTheContent() throws {
        let shapes = [(3, 10), (0, 2), (7, 0), (1, 40), (25, 1)]
        let blocks: [SegmentBlock] = shapes.enumerated().map { place, shape in
            Self.block(place, times: shape.0, shape.1)
        }
        let content = SegmentContent(blocks: blocks)
        #expect(Array(SegmentParts(content)) == [content])
        let parts = Array(SegmentParts(content, valuesMax: 20))
        #expect(parts.count > 4)
        #expect(parts.allSatisfy { $0.values <= 40 }, "one time of the widest block at most, where that is more")
        #expect(parts.reduce(0) { $0 + $1.values } == content.values)
        for block in blocks {
            let pieces = parts.flatMap(\.blocks).filter { $0.machine == block.machine }
            #expect(pieces.flatMap(\.times) == block.times)
            for column in block.columns.indices {
                #expect(pieces.flatMap { $0.columns[column].values } == block.columns[column].values)
                #expect(pieces.flatMap { $0.columns[column].qualities ?? [] } == block.columns[column].qualities ?? [])
            }
        }
    }

    @Test func aRoundThatIsReadInPartsIsTakenWhole() async throws {
        let world = try await RoundWorld()
        var agent = TestAgent()
        // The first waits packed, the second is read again, and the third is inserted in two parts.
        let segments = [
            try Self.segment(1, times: 2_000, distance: 60_000_000),
            try Self.segment(2, times: 2_000, distance: 60_000_000),
            try Self.segment(3, times: 3_000, distance: 1_000_000),
        ]
        let answer = try await world.send(agent.request(segments: segments))
        #expect(answer.segments.map(\.kind) == [.stored, .stored, .stored])
        #expect(try await world.psql("SELECT sum(n) FROM chunks") == "700000")
        for table in ["rollup_1m", "rollup_1h", "rollup_1d"] {
            #expect(try await world.psql("SELECT sum(count) FROM \(table)") == "700000", "\(table)")
        }
        #expect(try await world.psql("SELECT count(*) FROM rollup_1m WHERE count > 60") == "0")
        #expect(try await world.send(agent.request(segments: segments)).segments.allSatisfy { $0.kind == .duplicate })
        #expect(try await world.psql("SELECT sum(n) FROM chunks") == "700000")
    }
}
