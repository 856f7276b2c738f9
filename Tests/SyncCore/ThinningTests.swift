import Runtime
import SyncCore
import SyncWire
import Telemetry
import Testing

@Suite("Thinning")
struct ThinningTests {
    private static let minute: Int64 = 60_000_000
    private let pump = MachineKey(factory: "north", machine: "pump1")
    private let press = MachineKey(factory: "north", machine: "press1")

    /// One reading a second of two metrics from a second on, and a derived one.
    private func content(_ machine: MachineKey?, from second: Int64, count: Int, seed: UInt64 = 1) throws
        -> SegmentContent
    {
        var random = SeededRandom(seed: seed)
        let times = (0..<count).map { (second + Int64($0)) * 1_000_000 }
        let machine = try #require(machine)
        func column(_ name: String) throws -> SegmentColumn {
            SegmentColumn(
                metric: try #require(MetricName(name)), unit: "kW", values: times.map { _ in random.unit() * 100 })
        }
        return SegmentContent(blocks: [
            SegmentBlock(
                machine: machine, isDerived: false, times: times, columns: [try column("power"), try column("flow")]),
            SegmentBlock(machine: machine, isDerived: true, times: times, columns: [try column("~score")]),
        ])
    }

    private func values(_ content: SegmentContent, _ metric: String) -> [Int64: Double] {
        var found: [Int64: Double] = [:]
        for block in content.blocks {
            for column in block.columns where column.metric.text == metric {
                for (time, value) in zip(block.times, column.values) { found[time] = value }
            }
        }
        return found
    }

    @Test func aMinuteIsItsMinMaxMeanLastAndCount() throws {
        let whole = try content(pump, from: 30, count: 90)
        let thinned = Thinning.thin([whole], toSeconds: 60)
        let raw = values(whole, "power")
        for (start, range) in [(Int64(0), Int64(30)..<60), (Self.minute, 60..<120)] {
            let own = range.compactMap { raw[$0 * 1_000_000] }
            #expect(values(thinned.content, "~count.power")[start] == Double(own.count))
            #expect(values(thinned.content, "~min.power")[start] == own.min())
            #expect(values(thinned.content, "~max.power")[start] == own.max())
            #expect(values(thinned.content, "~last.power")[start] == own.last)
            let mean = try #require(values(thinned.content, "~mean.power")[start])
            #expect(abs(mean - own.reduce(0, +) / Double(own.count)) < 1e-9)
        }
        #expect(thinned.content.measuredReadings == 0)
        #expect(thinned.folded.readings == 180)
        #expect(values(thinned.content, "~score").keys.sorted() == [59_000_000, 119_000_000])
        #expect(try SegmentCodec.decode(SegmentCodec.encode(thinned.content)) == thinned.content)
    }

    @Test func thinningTwiceIsThinningOnce() throws {
        let parts = try (0..<8).map { try content(pump, from: Int64($0) * 500, count: 500, seed: UInt64($0)) }
        let once = Thinning.thin(parts, toSeconds: 900).content
        let minutes = parts.map { Thinning.thin([$0], toSeconds: 60).content }
        let twice = Thinning.thin(minutes, toSeconds: 900)
        #expect(twice.folded.readings == 0 && !twice.folded.isEmpty)
        for name in ["~count.power", "~min.flow", "~max.power", "~last.flow"] {
            #expect(values(twice.content, name) == values(once, name), "\(name)")
        }
        for (start, mean) in values(once, "~mean.power") {
            #expect(abs(mean - (values(twice.content, "~mean.power")[start] ?? 0)) < 1e-9)
        }
    }

    @Test func whatIsNearAnAlertStaysAndOnlyOfItsMachine() throws {
        let both = [try content(pump, from: 0, count: 600), try content(press, from: 0, count: 600)]
        let window = SparedWindow(machine: try #require(pump), around: Timestamp(seconds: 300), seconds: 60)
        let thinned = Thinning.thin(both, toSeconds: 60, sparing: [window])
        let spared = thinned.content.blocks.filter { !$0.isDerived }
        #expect(spared.allSatisfy { $0.machine == pump })
        #expect(spared.flatMap(\.times).allSatisfy { (240_000_000...360_000_000).contains($0) })
        #expect(thinned.content.measuredReadings == 121 * 2)
        #expect(thinned.folded.readings == 2 * 600 * 2 - 121 * 2)
    }

    @Test func whatIsRareOrHasALongNameStays() throws {
        let name = String(repeating: "m", count: 62)
        let block = SegmentBlock(
            machine: try #require(pump), isDerived: false, times: (0..<120).map { $0 * 1_000_000 },
            columns: [
                SegmentColumn(metric: try #require(MetricName(name)), unit: "1", values: (0..<120).map(Double.init))
            ])
        let rare = SegmentBlock(
            machine: try #require(press), isDerived: false, times: (0..<10).map { $0 * 15_000_000 },
            columns: [
                SegmentColumn(metric: try #require(MetricName("power")), unit: "1", values: (0..<10).map(Double.init))
            ])
        let thinned = Thinning.thin([SegmentContent(blocks: [block, rare])], toSeconds: 60)
        #expect(thinned.folded.isEmpty && thinned.content.measuredReadings == 130)
    }

    @Test("produced = kept + folded, and packing keeps all, of any content", arguments: 1...40)
    func accounts(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        var contents: [SegmentContent] = []
        for part in 0..<(1 + Int(random.next() % 5)) {
            var blocks: [SegmentBlock] = []
            for machine in [pump, press].prefix(1 + Int(random.next() % 2)) {
                let count = Int(random.next() % 400)
                var times = (0..<count).map { _ in Int64(random.next() % 7_200_000_000) + Int64(part) }
                times.sort()
                let column = SegmentColumn(
                    metric: try #require(MetricName("power")), unit: "kW",
                    values: times.map { _ in random.unit() < 0.01 ? 1.7e308 * (random.unit() * 2 - 1) : random.unit() },
                    qualities: times.map { _ in UInt8(random.next() % 4) })
                if count > 0 {
                    blocks.append(
                        SegmentBlock(
                            machine: try #require(machine), isDerived: false, times: times, columns: [column]))
                }
            }
            contents.append(SegmentContent(blocks: blocks))
        }
        let produced = contents.reduce(0) { $0 + $1.measuredReadings }
        #expect(Thinning.pack(contents).measuredReadings == produced, "seed \(seed)")
        for seconds: UInt32 in [60, 900] {
            let window = SparedWindow(machine: try #require(pump), around: Timestamp(seconds: 1_800), seconds: 400)
            let thinned = Thinning.thin(contents, toSeconds: seconds, sparing: [window])
            #expect(
                thinned.content.measuredReadings + Int(thinned.folded.readings) == produced, "seed \(seed), \(seconds)")
            let gaps = thinned.folded.manifests(reason: "THINNED", thinnedToSeconds: seconds, at: Timestamp(seconds: 1))
            #expect(gaps.reduce(0) { $0 + $1.readings } == thinned.folded.readings)
            #expect(
                gaps.allSatisfy {
                    $0.from <= $0.to && $0.from.microseconds / 3_600_000_000 == $0.to.microseconds / 3_600_000_000
                })
            if !thinned.content.blocks.isEmpty {
                #expect(try SegmentCodec.decode(SegmentCodec.encode(thinned.content)) == thinned.content)
            }
        }
    }

    @Test func aFoldInMemoryIsWhatThinningMakes() throws {
        let whole = try content(pump, from: 0, count: 200)
        var fold = MinuteFold()
        for (number, metric) in ["power", "flow"].enumerated() {
            for (time, value) in values(whole, metric).sorted(by: { $0.key < $1.key }) {
                let isTaken = fold.add(number, time: time, value: value, quality: 0)
                #expect(isTaken)
            }
        }
        let machine = try #require(pump)
        let names = try ["power", "flow"].map { try #require(MetricName($0)) }
        let made = fold.content { (machine, names[$0], "kW") }
        let thinned = Thinning.thin([whole], toSeconds: 60).content
        for name in ["~count.power", "~mean.flow", "~last.power"] {
            #expect(values(made, name) == values(thinned, name))
        }
        fold.removeAll()
        #expect(fold.isEmpty)
    }
}
