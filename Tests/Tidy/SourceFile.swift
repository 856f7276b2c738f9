import Foundation

/// One Swift file and what the house rules ask of it.
struct SourceFile {
    let path: String
    let lines: [Substring]

    init(path: String, text: String) {
        self.path = path
        lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    }

    /// The modules that it imports.
    var imports: [String] {
        lines.compactMap { line in
            let words = line.split(separator: " ")
            guard let keyword = words.firstIndex(of: "import"), keyword <= 2, !line.hasPrefix(" "),
                words.count > keyword + 1
            else { return nil }
            let kinds: Set<Substring> = ["struct", "class", "enum", "protocol", "func", "let", "var", "typealias"]
            let name = kinds.contains(words[keyword + 1]) ? words[keyword + 2] : words[keyword + 1]
            return String(name.prefix { $0 != "." })
        }
    }

    /// Functions and initialisers with the number of lines from their first to their closing brace, by indentation.
    var functions: [(name: String, line: Int, length: Int)] {
        lines.indices.compactMap { start in
            let line = lines[start]
            let indent = line.prefix { $0 == " " }
            let body = line.dropFirst(indent.count)
            let words = body.split(separator: " ").prefix(6)
            guard words.contains(where: { $0.hasPrefix("func") || $0.hasPrefix("init(") }), !body.hasPrefix("//"),
                let end = lines[start...].firstIndex(where: { $0 == "\(indent)}" })
            else { return nil }
            return (String(body.prefix(60)), start + 1, end - start + 1)
        }
    }
}
