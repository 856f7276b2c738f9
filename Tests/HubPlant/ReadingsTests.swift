import HubPlant
import Runtime
import Telemetry
import Testing

@Suite("Readings")
struct ReadingsTests {
    private func series(_ values: [Double]) throws -> ReadingsSeries {
        ReadingsSeries(
            metric: try #require(MetricName("power")), unit: "kW", isDerived: false,
            times: values.indices.map { Timestamp(seconds: Int64($0)) }, values: values)
    }

    @Test("thinning keeps the ends, the peaks and the order", arguments: [10, 11, 100, 999])
    func thinning(points: Int) throws {
        var random = SeededRandom(seed: UInt64(points))
        var values = (0..<5_000).map { _ in random.normal() }
        values[1_234] = 1_000
        values[4_321] = -1_000
        let thin = try series(values).thinned(to: points)
        #expect(thin.times.count <= points)
        #expect(thin.values.contains(1_000) && thin.values.contains(-1_000))
        #expect(thin.times.first == Timestamp(seconds: 0) && thin.times.last == Timestamp(seconds: 4_999))
        #expect(zip(thin.times, thin.times.dropFirst()).allSatisfy { $0 < $1 })
        #expect(zip(thin.times, thin.values).allSatisfy { values[Int($0.microseconds / 1_000_000)] == $1 })
    }

    @Test("a short series stays as it is")
    func short() throws {
        let whole = try series([1, 2, 3])
        #expect(whole.thinned(to: 3) == whole)
        #expect(whole.thinned(to: 2).times.count == 2)
    }

    @Test("merged buckets keep their extremes")
    func buckets() throws {
        var rolled = try series((0..<1_000).map(Double.init))
        rolled.minima = rolled.values.map { $0 - 0.5 }
        rolled.maxima = rolled.values.map { $0 == 500 ? 9_999 : $0 + 0.5 }
        let thin = rolled.thinned(to: 100)
        #expect(thin.times.count == 100)
        #expect(thin.maxima.max() == 9_999)
        #expect(thin.minima.first == -0.5)
        #expect(thin.values.first == 4.5)
    }

    @Test("a gap lies where nothing came for too long, also up to now")
    func gaps() {
        let times = [0, 2, 4, 60, 62].map { Timestamp(seconds: $0) }
        let gaps = ReadingsGap.between(times, longerThan: 6, until: Timestamp(seconds: 100))
        #expect(
            gaps == [
                ReadingsGap(from: Timestamp(seconds: 4), to: Timestamp(seconds: 60)),
                ReadingsGap(from: Timestamp(seconds: 62), to: Timestamp(seconds: 100)),
            ])
        #expect(ReadingsGap.between(times, longerThan: 60, until: Timestamp(seconds: 63)).isEmpty)
        #expect(ReadingsGap.between([], longerThan: 6, until: Timestamp(seconds: 100)).isEmpty)
    }

    @Test("percentiles are those of the nearest rank")
    func statistics() throws {
        let power = try #require(MetricName("power"))
        let statistics = try #require(
            MetricStatistics(metric: power, unit: "kW", values: (1...100).map(Double.init).shuffled()))
        #expect(statistics.percentiles == [50, 90, 95, 99])
        #expect(statistics.mean == 50.5 && statistics.min == 1 && statistics.max == 100 && statistics.count == 100)
        #expect(MetricStatistics(metric: power, unit: "kW", values: []) == nil)
        #expect(MetricStatistics(metric: power, unit: "kW", values: [7])?.percentiles == [7, 7, 7, 7])
    }

    @Test("the plant's health is the mean over machines that have one")
    func totals() {
        let sum = PlantTotals.sum([
            PlantTotals(powerNow: 1, energyToday: 2, costToday: 3, health: 90, openAlerts: 1),
            PlantTotals(powerNow: 10, health: 70), PlantTotals(openAlerts: 2),
        ])
        #expect(sum == PlantTotals(powerNow: 11, energyToday: 2, costToday: 3, health: 80, openAlerts: 3))
        #expect(PlantTotals.sum([]).health == nil)
    }
}
