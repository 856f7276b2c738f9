import HubModels
import Telemetry
import Testing

@Suite("Which parts of a span a forest is fitted from")
struct FitWindowsTests {
    private static let start = Timestamp(microseconds: 1_000_000_000)

    @Test(
        "few readings are looked at as a whole, of many an even part",
        arguments: [
            (readings: 100, windows: 1, covered: 1_000.0), (readings: 1_000, windows: 1, covered: 1_000),
            (readings: 2_000, windows: 10, covered: 500), (readings: 100_000, windows: 10, covered: 10),
        ])
    func parts(readings: Int, windows: Int, covered: Double) throws {
        let end = Self.start.advanced(seconds: 1_000)
        let found = FitWindows.of(from: Self.start, to: end, readings: readings, most: 1_000, windows: 10)
        #expect(found.count == windows)
        let seconds = found.reduce(0) { $0 + $1.upperBound.seconds(since: $1.lowerBound) }
        #expect(abs(seconds - covered) < 0.001)
        #expect(found.allSatisfy { $0.lowerBound >= Self.start && $0.upperBound <= end })
        #expect(zip(found, found.dropFirst()).allSatisfy { $0.upperBound <= $1.lowerBound })
    }

    @Test("a span without time has no windows")
    func empty() {
        #expect(FitWindows.of(from: Self.start, to: Self.start, readings: 10).isEmpty)
    }
}
