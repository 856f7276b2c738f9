import Foundation
import Testing

/// What the first page says was measured, and the page that says how.
@Suite("Figures")
struct FiguresTests {
    @Test("the figures of README.md are those of docs/benchmarks.md")
    func oneMeasurement() throws {
        let header = "| figure | measured | to reach | others |"
        let tree = SourceTree()
        let shown = try tree.table(in: "README.md", header: header)
        let page = try String(
            contentsOf: tree.root.appendingPathComponent("docs/benchmarks.md"), encoding: .utf8)
        #expect(shown.count > 10, "the table of README.md was not found")
        for row in shown {
            let line = "| \(row.joined(separator: " | ")) |\n"
            #expect(page.contains(line), "docs/benchmarks.md has no such line: \(line)")
        }
    }
}
