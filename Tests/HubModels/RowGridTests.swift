import HubModels
import HubPlant
import Telemetry
import Testing

@Suite("Rows of a history")
struct RowGridTests {
    static let power = MetricName("power")!
    static let heat = MetricName("temperature")!

    /// A series with a reading for each second and value.
    static func series(
        _ metric: MetricName, _ readings: [(second: Double, value: Double)], bad: Set<Int> = []
    ) -> ReadingsSeries {
        ReadingsSeries(
            metric: metric, unit: "1", isDerived: false,
            times: readings.map { Timestamp(microseconds: Int64($0.second * 1e6)) }, values: readings.map(\.value),
            qualities: bad.isEmpty ? [] : readings.indices.map { bad.contains($0) ? .bad : .good })
    }

    @Test("readings of one moment are a row, whether they come in one message or side by side")
    func rows() {
        for shift in [0, 0.2, 0.4] {
            var grid = RowGrid(features: [Self.power, Self.heat])
            // A cell is one and a half intervals, so readings 1.5 s apart have one each.
            let seconds = (0..<8).map { Double($0) * 1.5 }
            grid.add([
                Self.series(Self.power, seconds.map { ($0, $0) }),
                Self.series(Self.heat, seconds.map { ($0 + shift, 100 + $0) }),
            ])
            #expect(grid.count >= 5)
            for row in 0..<grid.count { #expect(grid.values[2 * row + 1] == 100 + grid.values[2 * row]) }
        }
    }

    @Test("of a fast metric the last reading of a slow one's cell counts")
    func slow() {
        var grid = RowGrid(features: [Self.power, Self.heat])
        grid.add([
            Self.series(Self.power, (0..<60).map { (Double($0), Double($0)) }),
            Self.series(Self.heat, (0..<6).map { (Double($0) * 10, Double($0)) }),
        ])
        #expect(grid.values == [14, 1, 29, 2, 44, 4, 59, 5])
        #expect(grid.found == [60, 6])
    }

    @Test("a moment that lacks a feature is no row; what is bad or no number is left out")
    func gaps() {
        var grid = RowGrid(features: [Self.power, Self.heat])
        let even = (0..<6).map { (second: Double($0) * 1.5, value: Double($0)) }
        grid.add([
            Self.series(Self.power, even, bad: [0]),
            Self.series(Self.heat, even.map { ($0.second, $0.second == 3 ? .nan : $0.value) }),
        ])
        #expect(!grid.values.contains(0) && !grid.values.contains(2))
        #expect(grid.found == [5, 5] && grid.values.count == 2 * grid.count && grid.count > 0)
        let before = grid.count
        grid.add([Self.series(Self.power, even), Self.series(Self.heat, [])])
        #expect(grid.count == before)
        #expect(grid.counts.map(\.readings) == [11, 5])
    }

    @Test(
        "rows are thinned evenly, the first one stays",
        arguments: [(rows: 10, most: 20, left: 10), (rows: 10, most: 10, left: 10), (rows: 100, most: 7, left: 7)])
    func thinned(rows: Int, most: Int, left: Int) throws {
        var grid = RowGrid(features: [Self.power])
        grid.add([Self.series(Self.power, (0..<rows).map { (Double($0) * 1.5, Double($0)) })])
        let all = grid.values
        let thin = grid.thinned(to: most)
        #expect(thin.count == min(left, all.count) && thin.values.first == all.first)
        #expect(thin.found == grid.found)
        let steps = zip(thin.values, thin.values.dropFirst()).map { $1 - $0 }
        #expect(try #require(steps.max()) - #require(steps.min()) <= 3)
    }
}
