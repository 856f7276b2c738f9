import AnalyticsForecast
import Telemetry
import Testing

@Suite("The last hour of some readings")
struct LastHourTests {
    /// Minutes at which there were readings, and whether the last hour is over then.
    @Test(arguments: [
        ([], true), ([0], true), ([0, 60, 120], true), ([30, 90, 150], true), ([59, 119, 179], true),
        ([0, 15, 30, 45], true), ([0, 15, 30], false), ([0, 15, 30, 45, 60], false), ([0, 30, 60], false),
        ([-60, -45, -30, -15], true), ([-60, -45, -30], false), ([0, 15, 15, 7, 30, 45], true),
        ([0, 10, 20, 400, 410, 420, 430, 440, 450, 460, 470], true), ([0, 1_440, 2_880], true),
    ]) func isOver(minutes: [Int], isOver: Bool) {
        var last = LastHour()
        for minute in minutes { last.add(Timestamp(seconds: Int64(60 * minute))) }
        #expect(last.isOver == isOver)
    }

    @Test("the newest distances count, in bounded memory")
    func pace() {
        var last = LastHour()
        for hour in 0..<500 { last.add(Timestamp(seconds: Int64(3_600 * hour))) }
        #expect(last.isOver)
        for minute in 1...40 { last.add(Timestamp(seconds: Int64(3_600 * 499 + 60 * minute))) }
        #expect(!last.isOver)
    }

    @Test("a series without its last hour ends with the newest that has readings")
    func dropping() throws {
        var series = HourlySeries()
        series.dropLast()
        #expect(series.count == 0)
        for hour in [0, 1, 2, 5] { try series.add(Double(hour), at: Timestamp(seconds: Int64(3_600 * hour))) }
        series.dropLast()
        #expect(series.count == 3 && series.end == Timestamp(seconds: 3 * 3_600))
        #expect(series.latest(9).map(\.value) == [0, 1, 2])
    }
}
