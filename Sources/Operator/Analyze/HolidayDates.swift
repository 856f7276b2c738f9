internal import Telemetry

/// Dates as they stand on a command line or, one a line, in a file.
enum HolidayDates {
    /// A century of days off is less.
    private static let bytesMax = 1 << 20

    /// The days since 1970.
    static func read(_ text: String) throws -> Set<Int> {
        let listed = ColumnNames.split(text)
        if let days = days(listed) { return days }
        guard let bytes = try FileBytes.read(text, limit: bytesMax, isOptional: true) else {
            throw CommandFailure("OPTION_INVALID", "\(text): holds no dates and is no file", field: "--holidays")
        }
        var found: Set<Int> = []
        for (number, line) in String(decoding: bytes, as: UTF8.self).split(
            separator: "\n", omittingEmptySubsequences: false
        ).enumerated() {
            let date = CSVRows.trimmed(String(line))
            if date.isEmpty { continue }
            guard let day = day(date) else {
                throw CommandFailure(
                    "TIME_INVALID", "\(text):\(number + 1): \"\(Screen.plain(String(date.prefix(40))))\" is no date")
            }
            found.insert(day)
        }
        return found
    }

    private static func days(_ dates: [String]) -> Set<Int>? {
        let found = dates.compactMap(day)
        return found.count == dates.count ? Set(found) : nil
    }

    private static func day(_ text: String) -> Int? {
        Timestamp(rfc3339: "\(text)T00:00:00Z").map { Int($0.microseconds / 86_400_000_000) }
    }
}
