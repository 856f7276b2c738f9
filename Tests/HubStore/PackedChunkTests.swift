import HubStore
import Runtime
import Testing

/// Packing gives back every reading to the bit, whatever it is.
@Suite struct PackedChunkTests {
    @Test(arguments: 0..<40 as Range<UInt64>) func readingsComeBackToTheBit(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let count = 1 + Int(random.next() % 3_000)
        let tick = [1, 1_000, 1_000_000][Int(random.next() % 3)]
        var time = Int64(bitPattern: random.next()) / 4
        let times = (0..<count).map { _ in
            time += Int64(random.next() % 5_000) * Int64(tick)
            return time
        }
        let kind = random.next() % 6
        let values = times.map { _ -> Double in
            switch kind {
            case 0: (random.unit() * 1e4).rounded() / 100
            case 1: random.normal()
            case 2: 42
            case 3: [-0.0, .leastNonzeroMagnitude, 1e300, 0.1, 9_007_199_254_740_994][Int(random.next() % 5)]
            case 4: (random.unit() * 1e12).rounded() / 1e6
            default: Double(Int64(bitPattern: random.next()) / 1_000_000)
            }
        }
        let qualities = random.next() % 2 == 0 ? nil : times.map { _ in UInt8(random.next() % 4) }
        let chunks = PackedChunk.chunks(times: times, values: values, qualities: qualities)
        #expect(chunks.flatMap(\.times) == times)
        #expect(chunks.flatMap { $0.values.values(count: $0.count) }.map(\.bitPattern) == values.map(\.bitPattern))
        let marks = chunks.flatMap { $0.qualities ?? [Int16](repeating: 0, count: $0.count) }
        #expect(marks == (qualities ?? times.map { _ in 0 }).map(Int16.init))
        for chunk in chunks {
            #expect(PackedChunk.day(of: chunk.first) == PackedChunk.day(of: chunk.last))
            #expect(chunk.count <= PackedChunk.readingsMax)
        }
    }

    @Test func regularReadingsNeedNoArrays() {
        let times = (0..<100).map { Int64(1_763_712_000_000_000) + $0 * 2_000_000 }
        let chunk = PackedChunk(times: times[...], values: [Double](repeating: 21.5, count: 100)[...], qualities: nil)
        #expect(chunk.offsets == .zeros)
        #expect(chunk.values == .scaled(base: 215, scale: 10, .zeros))
        #expect(chunk.qualities == nil)
    }

    @Test func rollupsAreSumsOfTheirReadings() {
        var random = SeededRandom(seed: 1)
        var time = Int64(-7_200_000_000)
        let times = (0..<5_000).map { _ in
            time += Int64(random.next() % 4_000_000)
            return time
        }
        let values = times.map { _ in (random.unit() * 1_000).rounded() }
        let qualities = times.map { _ in UInt8(random.next() % 4) }
        var builder = RollupBuilder()
        builder.add(series: 3, times: times, values: values, qualities: qualities)
        for level in RollupLevel.allCases {
            let cells = builder.cells(level)
            let used = times.indices.filter { qualities[$0] != 2 }
            #expect(cells.values.reduce(0) { $0 + Int($1.count) } == used.count)
            for (key, cell) in cells {
                let own = used.filter { times[$0] >= key.start && times[$0] < key.start + level.width }.map {
                    values[$0]
                }
                #expect(
                    cell
                        == RollupCell(
                            count: Int32(own.count), sum: own.reduce(0, +), min: own.min() ?? 0, max: own.max() ?? 0))
            }
        }
    }
}
