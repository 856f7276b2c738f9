import Operator
import Telemetry
import Testing

@Suite("Times along a drawing")
struct PlotTimesTests {
    private func texts(_ first: String, _ last: String) throws -> [String] {
        let ends = try [first, last].map { try #require(Timestamp(rfc3339: $0)) }
        return PlotTimes(first: ends[0], last: ends[1]).ticks(atMost: 7).map(\.text)
    }

    @Test(
        "are round, and say what is new in each",
        arguments: [
            (
                "2026-03-02T00:00:00Z", "2026-03-02T00:01:00Z",
                ["2026-03-02 00:00:00", "00:00:10", "00:00:20", "00:00:30", "00:00:40", "00:00:50", "00:01:00"]
            ),
            (
                "2026-03-13T00:00:00Z", "2026-03-14T00:00:00Z",
                ["2026-03-13 00:00", "04:00", "08:00", "12:00", "16:00", "20:00", "2026-03-14"]
            ),
            (
                "2026-03-13T19:17:00Z", "2026-03-15T10:00:00Z",
                ["2026-03-14 00:00", "06:00", "12:00", "18:00", "2026-03-15", "06:00"]
            ),
            (
                "2026-03-02T10:00:00Z", "2026-03-16T00:00:00Z",
                ["2026-03-04", "2026-03-06", "2026-03-08", "2026-03-10", "2026-03-12", "2026-03-14", "2026-03-16"]
            ),
            (
                "2026-03-01T00:00:00Z", "2026-04-12T00:00:00Z",
                ["2026-03-02", "2026-03-09", "2026-03-16", "2026-03-23", "2026-03-30", "2026-04-06"]
            ),
        ] as [(String, String, [String])])
    func round(_ first: String, _ last: String, _ expected: [String]) throws {
        #expect(try texts(first, last) == expected)
    }

    @Test("are few over a century, and one where there is no length")
    func extremes() throws {
        let century = try texts("1950-01-01T00:00:00Z", "2050-01-01T00:00:00Z")
        #expect((3...8).contains(century.count))
        #expect(try texts("2026-03-02T00:00:00Z", "2026-03-02T00:00:00Z") == ["2026-03-02 00:00:00"])
    }
}
