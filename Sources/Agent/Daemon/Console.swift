internal import Glibc

/// What commands say to people.
enum Console {
    /// Prints lines on standard error and ends the process.
    static func fail(_ text: String, status: Int32 = 1) -> Never {
        let line = Array((text + "\n").utf8)
        _ = write(2, line, line.count)
        exit(status)
    }

    /// Rows with their columns below each other.
    static func table(_ rows: [[String]]) -> String {
        let widths = rows.reduce(into: [Int]()) { widths, row in
            for (column, cell) in row.enumerated() {
                if column == widths.count { widths.append(0) }
                widths[column] = max(widths[column], cell.count)
            }
        }
        return rows.map { row in
            row.enumerated().map { column, cell in
                column == row.count - 1 ? cell : cell + String(repeating: " ", count: widths[column] - cell.count)
            }.joined(separator: "  ")
        }.joined(separator: "\n")
    }
}
