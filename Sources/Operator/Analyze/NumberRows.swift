package import Telemetry

/// The rows of a CSV file as numbers, read as they come: a time, if one is asked for, and the chosen columns.
///
/// Without a choice every column counts that holds a number in the first 200 rows and nothing else. A field that is
/// empty or says so (`nan`, `null`, `-` …) is missing and becomes not-a-number; any other text is an error that names
/// line and column.
package final class NumberRows {
    /// One row.
    package struct Row {
        /// Its number in the file, from 0, empty lines left out.
        package var index: Int
        /// The line of the file that it begins on.
        package var line: Int
        /// What its label column says, trimmed; empty where none was asked for.
        package var label: String
        /// Its moment; that of 1970 where no time was asked for.
        package var time: Timestamp
        /// Seconds that the zone of its time is ahead of UTC; nothing where it names none.
        package var offsetSeconds: Int?
        /// A value for each column, not-a-number where it is missing.
        package var values: [Double]
    }

    private static let rowsSampled = 200

    private let file: String
    private let rows: CSVRows
    private var sampled: ArraySlice<(fields: [String], line: Int)> = []
    private var clock: (index: Int, format: CSVTime)?
    /// What was found out of the times; nothing where their format was said.
    private var found: CSVTimeFound?
    private var indices: [Int] = []
    private var labelIndex: Int?
    private var count = 0
    /// The names of the columns that are read.
    package private(set) var columns: [String] = []

    /// Opens a file, finds out how it is written and which columns to read.
    ///
    /// - Parameters:
    ///   - label: A column that names something, read as text; the option that gave it.
    ///   - option: The option that gave the columns, for an error.
    /// - Throws: `CommandFailure` when it cannot be read, lacks a column, or has no time or number to be understood.
    package init(
        file: String, time: String?, format: CSVTime? = nil, columns: [String]? = nil, option: String = "--columns",
        label: (name: String, option: String)? = nil
    ) throws {
        self.file = file
        rows = try CSVRows(file: file)
        while sampled.count < Self.rowsSampled, let fields = try rows.next() { sampled.append((fields, rows.line)) }
        guard !sampled.isEmpty else { throw CommandFailure("FILE_EMPTY", "\(file): there are no rows") }
        if let time { clock = try readClock(time, format) }
        labelIndex = try label.map { try index(of: $0.name, $0.option) }
        indices = try columns.map { names in try names.map { try index(of: $0, option) } } ?? numeric()
        guard !indices.isEmpty else {
            throw CommandFailure("COLUMN_UNKNOWN", "\(file): no column holds numbers only", field: option)
        }
        self.columns = indices.map { rows.header[$0] }
    }

    /// The next row; nothing at the end.
    package func next() throws -> Row? {
        guard let (fields, line) = try nextFields() else { return nil }
        try check(fields, line)
        var row = Row(index: count, line: line, label: "", time: Timestamp(seconds: 0), values: [])
        if let labelIndex { row.label = CSVRows.trimmed(fields[labelIndex]) }
        if let clock {
            guard let read = clock.format.read(fields[clock.index], start: row.time) else {
                let hint = found.map { "; \($0.hint)" } ?? ""
                throw failure(
                    "TIME_INVALID", "is no time of the form \(clock.format.rawValue)\(hint)", fields, clock.index, line)
            }
            (row.time, row.offsetSeconds) = (read.time, read.offsetSeconds)
        }
        row.values.reserveCapacity(indices.count)
        for index in indices {
            guard let value = Self.value(fields[index]) else {
                throw failure("VALUE_NOT_A_NUMBER", "is no number", fields, index, line)
            }
            row.values.append(value)
        }
        count += 1
        return row
    }

    private func nextFields() throws -> (fields: [String], line: Int)? {
        if let first = sampled.popFirst() { return first }
        return try rows.next().map { ($0, rows.line) }
    }

    /// A field too many moves all that come after it by one column, so that no number is what its column says.
    private func check(_ fields: [String], _ line: Int) throws {
        let (count, wanted) = (fields.count, rows.header.count)
        if count == wanted { return }
        let counts = "\(file):\(line): has \(count) fields, and the header \(wanted)"
        if count < wanted { throw CommandFailure("ROW_INCOMPLETE", counts) }
        let hint = "; quote numbers with a decimal comma, or separate fields by semicolons"
        throw CommandFailure("ROW_TOO_LONG", rows.isCommaSeparated ? counts + hint : counts)
    }

    // MARK: Finding out

    private func readClock(_ name: String, _ format: CSVTime?) throws -> (index: Int, format: CSVTime) {
        let index = try index(of: name, "--time")
        let texts = sampled.compactMap { $0.fields.indices.contains(index) ? $0.fields[index] : nil }
        if let format { return (index, format) }
        guard let found = CSVTimeFound(texts) else {
            throw failure(
                "TIME_INVALID", "is of no known form; say it with --time-format", sampled[0].fields, index,
                sampled[0].line)
        }
        self.found = found
        if let note = found.note { Terminal.say("\(file): \(note)") }
        return (index, found.format)
    }

    private func index(of name: String, _ option: String) throws(CommandFailure) -> Int {
        if let index = rows.header.firstIndex(of: CSVRows.trimmed(name)) { return index }
        throw CommandFailure(
            "COLUMN_UNKNOWN", "\(file): \(name) is none of \(rows.header.joined(separator: ", "))", field: option)
    }

    private func numeric() -> [Int] {
        rows.header.indices.filter { index in
            let values = sampled.map { index < $0.fields.count ? Self.value($0.fields[index]) : Double.nan }
            return index != clock?.index && index != labelIndex && !values.contains(nil)
                && values.contains { $0?.isNaN == false }
        }
    }

    /// A field's number, not-a-number where it is missing, nothing for any other text.
    private static func value(_ field: String) -> Double? {
        if let value = Double(field), value.isFinite { return value }
        let text = CSVRows.trimmed(field)
        if text.isEmpty || ReplayPlan.missing.contains(text.lowercased()) { return .nan }
        return ReplayPlan.number(text)
    }

    private func failure(
        _ code: String, _ what: String, _ fields: [String], _ index: Int, _ line: Int
    ) -> CommandFailure {
        let text = Screen.plain(String((index < fields.count ? fields[index] : "").prefix(40)))
        return CommandFailure(code, "\(file):\(line): column \(index + 1) (\(rows.header[index])): \"\(text)\" \(what)")
    }
}
