/// The rows of a CSV file (RFC 4180), read as they come: quoted fields, doubled quotes, line breaks within quotes.
///
/// The separator is the one of comma, semicolon, tab and bar that the first line has most of.
package final class CSVRows {
    private let file: String
    private let lines: TextLines
    private let separator: UInt8
    /// The names of the columns, trimmed.
    package private(set) var header: [String] = []
    /// The number of the line that the last row begins on.
    package private(set) var line = 0

    /// Opens a file and reads its header.
    package init(file: String) throws {
        self.file = file
        lines = try TextLines(file: file)
        guard let first = lines.next(), !first.isEmpty else {
            throw CommandFailure("FILE_EMPTY", "\(file): there is no header line")
        }
        separator = Self.separator(of: first)
        header = try fields(from: first).map { Self.trimmed($0) }
    }

    /// Numbers may be written with the comma that separates fields.
    var isCommaSeparated: Bool { separator == UInt8(ascii: ",") }

    /// The next row, with as many fields as it has; nothing at the end.
    ///
    /// Empty lines are passed over.
    /// - Throws: `CommandFailure` with the line and column of a quote that is not closed, or followed by text.
    package func next() throws -> [String]? {
        while let text = lines.next() {
            if !text.isEmpty { return try fields(from: text) }
        }
        return nil
    }

    /// The fields of a row that begins with a line; what is quoted may take more lines.
    private func fields(from text: String) throws -> [String] {
        line = lines.number
        // Most lines have no quotes, and long files are read five times faster when nothing looks for them.
        if !text.utf8.contains(UInt8(ascii: "\"")) {
            return text.utf8.split(separator: separator, omittingEmptySubsequences: false).map { String(Substring($0)) }
        }
        var row = QuotedFields(separator: separator)
        do throws(QuotedFields.Fault) {
            try row.take(text, line: line)
            while row.isOpen {
                guard let more = lines.next() else { throw row.unclosed }
                try row.take(more, line: lines.number)
            }
        } catch {
            let name = header.indices.contains(error.column) ? " (\(header[error.column]))" : ""
            throw CommandFailure(
                "QUOTE_INVALID", "\(file):\(error.line): column \(error.column + 1)\(name): \(error.what)")
        }
        return row.fields
    }

    /// Separators within quotes are part of a name.
    private static func separator(of line: String) -> UInt8 {
        var counts: [UInt8: Int] = [:]
        var isQuoted = false
        for byte in line.utf8 {
            if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
            if !isQuoted { counts[byte, default: 0] += 1 }
        }
        let candidates = [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t"), UInt8(ascii: "|")]
        return candidates.reduce(candidates[0]) { (counts[$1] ?? 0) > (counts[$0] ?? 0) ? $1 : $0 }
    }

    static func trimmed(_ text: String) -> String {
        let bytes = text.utf8
        // A field that begins and ends with letters or digits is as it is; most do.
        if let first = bytes.first, let last = bytes.last, (33...126).contains(first), (33...126).contains(last) {
            return text
        }
        return String(text.drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
    }
}
