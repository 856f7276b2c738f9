internal import Telemetry

/// How some fields write their times, as far as they tell.
package struct CSVTimeFound: Equatable {
    package var format: CSVTime
    /// Where the fields could as well have day and month the other way round: that way.
    package var other: CSVTime?

    /// The format that reads most of some fields, at least half; nothing when there is none.
    ///
    /// Numbers are told apart by the size of the first, after digits that are dates all of them. Where day and month
    /// could be either, it is the order by which the fields lie closer together: rows follow each other by minutes or
    /// hours, and turned round they would leap from month to month.
    package init?(_ fields: [String]) {
        let texts = fields.map(CSVRows.trimmed).filter { !$0.isEmpty }
        guard let first = texts.first else { return nil }
        if texts.allSatisfy({ WrittenTimeScanner.digits($0) != nil }) {
            self.init(format: .digits)
        } else if let number = Double(first) {
            self.init(format: Self.numbers(about: number))
        } else {
            self.init(dates: texts)
        }
    }

    private init(format: CSVTime, other: CSVTime? = nil) {
        (self.format, self.other) = (format, other)
    }

    private init?(dates texts: [String]) {
        let start = Timestamp(seconds: 0)
        let read = [CSVTime.rfc3339, .dayMonthYear, .monthDayYear].map { format in
            (format: format, times: texts.compactMap { format.time($0, start: start) })
        }
        let best = read.reduce(read[0]) { $1.times.count > $0.times.count ? $1 : $0 }
        guard best.times.count * 2 >= texts.count, !best.times.isEmpty else { return nil }
        let (days, months) = (read[1], read[2])
        guard best.format != .rfc3339, days.times.count == months.times.count else {
            self.init(format: best.format)
            return
        }
        let isMonthFirst = Self.span(months.times) < Self.span(days.times)
        self.init(
            format: isMonthFirst ? .monthDayYear : .dayMonthYear, other: isMonthFirst ? .dayMonthYear : .monthDayYear)
    }

    private static func span(_ times: [Timestamp]) -> Int64 {
        (times.max()?.microseconds ?? 0) - (times.min()?.microseconds ?? 0)
    }

    private static func numbers(about first: Double) -> CSVTime {
        switch abs(first) {
        case ..<100_000_000: .relative
        case ..<100_000_000_000: .epochSeconds
        case ..<100_000_000_000_000: .epochMilliseconds
        case ..<100_000_000_000_000_000: .epochMicroseconds
        default: .epochNanoseconds
        }
    }

    /// What a person is told who did not say how times are written; nothing when there was no choice.
    package var note: String? {
        other.map { "its times could be \($0.rawValue) too, and were taken as \(format.rawValue); see --time-format" }
    }

    /// What may help where a later field is no such time.
    package var hint: String {
        guard let other else { return "say how times are written with --time-format" }
        return "the first rows could be \(other.rawValue) too: say it with --time-format \(other.rawValue)"
    }
}
