import Operator
import Runtime
import Testing

/// The line that says how far something has come.
@Suite struct ProgressTextTests {
    @Test func linesComeSeldomAndSaySomethingNew() {
        var text = ProgressText()
        let start = Uptime(nanoseconds: 1_000_000_000)
        func line(_ done: Int, of all: Int = 1_000, after seconds: Double) -> String? {
            text.line("learning", done: done, of: all, at: start.advanced(seconds: seconds))
        }
        #expect(line(0, after: 0) == "learning: 0 %", "the first at once")
        #expect(line(500, after: 0.1) == nil, "too soon")
        #expect(line(500, after: 0.25) == "learning: 50 %")
        #expect(line(509, after: 9) == nil, "the same")
        #expect(line(510, after: 9) == "learning: 51 %")
        #expect(line(1_200, after: 10) == "learning: 100 %" && line(3, of: 0, after: 20) == nil)
        #expect(line(-5, after: 30) == "learning: 0 %")
    }

    @Test func manyStepsInOneSecondMakeFewLines() {
        var text = ProgressText()
        let lines = (0...100_000).compactMap { step in
            text.line("paths", done: step, of: 100_000, at: Uptime(nanoseconds: 1 + UInt64(step) * 10_000))
        }
        #expect((4...5).contains(lines.count) && lines.first == "paths: 0 %", "\(lines)")
    }
}
