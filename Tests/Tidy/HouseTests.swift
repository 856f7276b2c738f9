import Foundation
import Testing

/// The house rules of Sources/README.md and CONTRIBUTING.md, held by measuring.
@Suite("House")
struct HouseTests {
    let tree = SourceTree()

    @Test("a part imports only what the table in Sources/README.md allows it")
    func imports() throws {
        let rows = try tree.table(in: "Sources/README.md", header: "| part | folder | may import |")
        #expect(rows.count > 20, "the table of allowed imports was not found")
        for row in rows {
            let allowed = Set(row[2].split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) })
                .union(["Synchronization", row[0]])
            for file in tree.files(below: "Sources/\(row[1])") {
                for module in file.imports where !allowed.contains(module) {
                    Issue.record("\(file.path) imports \(module), which \(row[0]) may not")
                }
            }
        }
    }

    @Test("every folder of sources is a part in the table")
    func parts() throws {
        let folders = try tree.table(in: "Sources/README.md", header: "| part | folder | may import |").map { $0[1] }
        for file in tree.files(below: "Sources") {
            let inside = folders.contains { file.path.hasPrefix("Sources/\($0)/") }
            #expect(inside, "\(file.path) belongs to no part of the table")
        }
    }

    @Test("files, functions and lines are small")
    func sizes() throws {
        let allowed = try longOnes()
        for file in tree.files(below: "Sources") + tree.files(below: "Tests") where !allowed.contains(file.path) {
            #expect(file.lines.count <= 300, "\(file.path) has \(file.lines.count) lines")
            for function in file.functions {
                #expect(
                    function.length < 70, "\(file.path):\(function.line) has \(function.length) lines: \(function.name)"
                )
            }
            for (number, line) in file.lines.enumerated() where line.count > 120 {
                Issue.record("\(file.path):\(number + 1) has \(line.count) characters")
            }
        }
    }

    @Test("the list of what may be longer holds nothing that is no longer long")
    func allowListShrinks() throws {
        let files = tree.files(below: "Sources") + tree.files(below: "Tests")
        for path in try longOnes() {
            let file = files.first { $0.path == path }
            let long = file.map { file in
                file.lines.count > 300 || file.functions.contains { $0.length >= 70 }
                    || file.lines.contains { $0.count > 120 }
            }
            #expect(long == true, "\(path) is short now or gone: take it off the list")
        }
    }

    @Test("no folder is a drawer for anything", arguments: ["Utils", "Helpers", "Common", "Manager", "Misc"])
    func drawers(name: String) {
        let found = tree.files(below: "Sources").filter {
            $0.path.contains("/\(name)/") || $0.path.hasSuffix("\(name).swift")
        }
        #expect(found.isEmpty, "\(found.map(\.path))")
    }

    @Test("whatever goes round the compiler says why")
    func reasons() {
        let forced = ["@unchecked", "try!", "nonisolated(unsafe)", "unsafeBitCast", " as! "]
        for file in tree.files(below: "Sources") {
            for (number, line) in file.lines.enumerated() {
                guard let word = forced.first(where: { line.contains($0) }),
                    !line.drop(while: { $0 == " " }).hasPrefix("//")
                else { continue }
                let around = max(0, number - 6)...min(number + 2, file.lines.count - 1)
                let near = file.lines[around].joined(separator: " ").lowercased()
                #expect(
                    near.contains("because"), "\(file.path):\(number + 1) uses \(word) and does not say because of what"
                )
            }
        }
    }

    @Test("SQL stands only in the stores")
    func queries() {
        let words = ["SELECT ", "INSERT INTO ", "DELETE FROM ", "UPDATE ", "CREATE TABLE "]
        for file in tree.files(below: "Sources")
        where !file.path.contains("/Store/") && !file.path.contains("/TestKit/") {
            for (number, line) in file.lines.enumerated() where words.contains(where: { line.contains("\"\($0)") }) {
                Issue.record("\(file.path):\(number + 1) holds SQL")
            }
        }
    }

    @Test("nothing is left to be done later")
    func unfinished() {
        for file in tree.files(below: "Sources") {
            for (number, line) in file.lines.enumerated() {
                let marks = ["TO" + "DO", "FIX" + "ME", "X" + "XX"]
                #expect(!marks.contains { line.contains($0) }, "\(file.path):\(number + 1)")
            }
        }
    }

    private func longOnes() throws -> [String] {
        let list = tree.root.appendingPathComponent("Tests/Tidy/allowed-long.txt")
        return try String(contentsOf: list, encoding: .utf8).split(separator: "\n").map(String.init)
            .filter { !$0.hasPrefix("#") }
    }
}
