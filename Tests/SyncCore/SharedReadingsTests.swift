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

    /// The content without what some other ones hold; nothing when they hold none of it.
    private func rest(
        of content: SegmentContent, without known: [SegmentContent], isPartlyKnown: Bool = false
    ) -> SegmentContent? {
        var shared = SharedReadings(of: content)
        for block in known.flatMap(\.blocks) {
            for column in block.columns {
                shared.add(block.machine, column.metric, times: block.times, values: column.values)
            }
        }
        return shared.rest(isPartlyKnown: isPartlyKnown)
    }

    @Test("what is known with the same value goes, another value stays, and nothing changes where nothing is known")
    func removes() throws {
        #expect(rest(of: content([1, 2], [(power, [1, 2])]), without: []) == nil)
        let known = [content([1, 2, 2], [(power, [1, 20, 21])])]
        let left = try #require(
            rest(of: content([1, 2, 3], [(power, [1, 2, 3]), (speed, [7, 8, 9])]), without: known))
        #expect(
            left.blocks == content([2, 3], [(power, [2, 3])]).blocks + content([1, 2, 3], [(speed, [7, 8, 9])]).blocks)
        #expect(rest(of: content([1, 2], [(power, [1, 21])]), without: known)?.blocks.isEmpty == true)
    }

    @Test("what the agent computed goes by whole rows")
    func derived() throws {
        let mean = MetricName("~mean.power")!
        let count = MetricName("~count.power")!
        let left = try #require(
            rest(
                of: content([60, 120], [(mean, [5, 6]), (count, [10, 11])], isDerived: true),
                without: [content([60, 120], [(mean, [5, 6])]), content([60], [(count, [10])])]))
        #expect(left == content([120], [(mean, [6]), (count, [11])], isDerived: true))
    }

    @Test("of a segment that is partly known no bucket stays of which a reading is here")
    func folded() throws {
        let mean = MetricName("~mean.power")!
        let score = MetricName("~score")!
        let known = [content([70_000_000], [(power, [5])])]
        let minutes = [0, 60_000_000, 120_000_000] as [Int64]
        let thinned = content(minutes, [(mean, [1, 2, 3]), (score, [7, 8, 9])], isDerived: true)
        #expect(rest(of: thinned, without: known) == nil)
        let left = try #require(rest(of: thinned, without: known, isPartlyKnown: true))
        #expect(
            left.blocks == content([minutes[0], minutes[2]], [(mean, [1, 3])], isDerived: true).blocks
                + content(minutes, [(score, [7, 8, 9])], isDerived: true).blocks)
        // The last bucket reaches as far as the widest, and not a microsecond farther.
        let last = content([120_000_000], [(mean, [3])], isDerived: true)
        for (time, isHere) in [(1_019_999_999, true), (1_020_000_000, false), (119_999_999, false)] as [(Int64, Bool)] {
            let found = rest(of: last, without: [content([time], [(power, [5])])], isPartlyKnown: true)
            #expect(found?.blocks.isEmpty == (isHere ? true : nil))
        }
    }

    @Test(
        "any content, also with moments that repeat: what is removed and what stays are the content",
        arguments: 0..<100)
    func property(seed: Int) throws {
        var random = SeededRandom(seed: UInt64(seed))
        let metrics = [power, speed]
        func some() -> SegmentContent {
            let times = (0..<(1 + random.below(12))).map { _ in Int64(random.below(9)) }
            let distinct = random.below(2) == 0 ? times : Array(Set(times))
            return content(distinct.sorted(), []).withColumns(metrics) { _ in Double(random.below(3)) }
        }
        let known = (0..<random.below(4)).map { _ in some() }
        let second = some()
        let left = rest(of: second, without: known) ?? second
        let here = Set(known.flatMap(readings))
        #expect(readings(left).sorted() == readings(second).filter { !here.contains($0) }.sorted())
        #expect(rest(of: left, without: known) == nil)
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
