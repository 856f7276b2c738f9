import Runtime
import SyncCore
import SyncWire
import Telemetry
import TestKit
import Testing

@Suite("Readings that branches of a folder share")
struct SharedReadingsTests {
    private let machine = MachineKey(factory: "north", machine: "press-1")!
    private let power = MetricName("power")!
    private let speed = MetricName("speed")!

    private func content(_ times: [Int64], _ columns: [(MetricName, [Double])], isDerived: Bool = false)
        -> SegmentContent
    {
        SegmentContent(blocks: [
            SegmentBlock(
                machine: machine, isDerived: isDerived, times: times,
                columns: columns.map { SegmentColumn(metric: $0.0, unit: "1", values: $0.1) })
        ])
    }

    @Test("what is known with the same value goes, another value stays, and nothing changes where nothing is known")
    func removes() throws {
        var shared = SharedReadings()
        #expect(shared.remove(from: content([1, 2], [(power, [1, 2])]), isPartlyKnown: false) == nil)
        shared.add(machine, power, times: [1, 2, 2], values: [1, 20, 21])
        let left = try #require(
            shared.remove(from: content([1, 2, 3], [(power, [1, 2, 3]), (speed, [7, 8, 9])]), isPartlyKnown: false))
        #expect(
            left.blocks == content([2, 3], [(power, [2, 3])]).blocks + content([1, 2, 3], [(speed, [7, 8, 9])]).blocks)
        #expect(
            shared.remove(from: content([1, 2], [(power, [1, 21])]), isPartlyKnown: false)?.blocks.isEmpty == true)
    }

    @Test("what the agent computed goes by whole rows")
    func derived() throws {
        var shared = SharedReadings()
        let mean = MetricName("~mean.power")!
        let count = MetricName("~count.power")!
        shared.add(machine, mean, times: [60, 120], values: [5, 6])
        shared.add(machine, count, times: [60], values: [10])
        let left = try #require(
            shared.remove(
                from: content([60, 120], [(mean, [5, 6]), (count, [10, 11])], isDerived: true), isPartlyKnown: false))
        #expect(left == content([120], [(mean, [6]), (count, [11])], isDerived: true))
    }

    @Test("of a segment that is partly known no bucket stays of which a reading is here")
    func folded() throws {
        var shared = SharedReadings()
        let mean = MetricName("~mean.power")!
        let score = MetricName("~score")!
        shared.add(machine, power, times: [70_000_000], values: [5])
        let minutes = [0, 60_000_000, 120_000_000] as [Int64]
        let thinned = content(minutes, [(mean, [1, 2, 3]), (score, [7, 8, 9])], isDerived: true)
        #expect(shared.remove(from: thinned, isPartlyKnown: false) == nil)
        let left = try #require(shared.remove(from: thinned, isPartlyKnown: true))
        #expect(
            left.blocks == content([minutes[0], minutes[2]], [(mean, [1, 3])], isDerived: true).blocks
                + content(minutes, [(score, [7, 8, 9])], isDerived: true).blocks)
        // The last bucket reaches as far as the widest.
        shared.add(machine, power, times: [1_019_999_999], values: [5])
        #expect(
            shared.remove(from: content([120_000_000], [(mean, [3])], isDerived: true), isPartlyKnown: true)?.blocks
                .isEmpty == true)
    }

    @Test(
        "any content: what is removed and what stays are the content, and removing again changes nothing",
        arguments: 0..<50)
    func property(seed: Int) throws {
        var random = SeededRandom(seed: UInt64(seed))
        let metrics = [power, speed]
        func some() -> SegmentContent {
            let times = (0..<(1 + random.below(12))).map { _ in Int64(random.below(9)) }.sorted()
            return content(
                Array(Set(times)).sorted(), []
            ).withColumns(metrics) { _ in Double(random.below(3)) }
        }
        let first = some()
        let second = some()
        var shared = SharedReadings()
        for block in first.blocks {
            for column in block.columns {
                shared.add(machine, column.metric, times: block.times, values: column.values)
            }
        }
        let left = shared.remove(from: second, isPartlyKnown: false) ?? second
        #expect(Set(readings(left)) == Set(readings(second)).subtracting(readings(first)))
        #expect(left.measuredReadings == Set(readings(left)).count)
        #expect(shared.remove(from: left, isPartlyKnown: false) == nil)
        if !left.blocks.isEmpty { _ = try SegmentCodec.decode(try SegmentCodec.encode(left)) }
    }

    private func readings(_ content: SegmentContent) -> [String] {
        content.blocks.flatMap { block in
            block.columns.flatMap { column in
                zip(block.times, column.values).map { "\(column.metric) \($0) \($1)" }
            }
        }
    }
}

extension SegmentContent {
    /// The same times with columns of some metrics.
    fileprivate func withColumns(_ metrics: [MetricName], _ value: (Int64) -> Double) -> SegmentContent {
        var copy = self
        for index in copy.blocks.indices {
            copy.blocks[index].columns = metrics.map { metric in
                SegmentColumn(metric: metric, unit: "1", values: copy.blocks[index].times.map(value))
            }
        }
        return copy
    }
}
