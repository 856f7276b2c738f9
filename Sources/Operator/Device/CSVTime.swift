internal import ArgumentParser
package import Telemetry

/// How a file writes its times.
///
/// Without a zone a time is taken as UTC.
package enum CSVTime: String, CaseIterable, ExpressibleByArgument {
    /// 2026-01-31T12:00:00Z, with T or a space, a zone or none, decimals or none.
    case rfc3339
    /// 31.01.2026 12:00:00
    case dayMonthYear = "day-month-year"
    /// 01/31/2026 12:00:00
    case monthDayYear = "month-day-year"
    case epochSeconds = "epoch-s"
    case epochMilliseconds = "epoch-ms"
    case epochMicroseconds = "epoch-us"
    case epochNanoseconds = "epoch-ns"
    /// Seconds since the file's beginning, which is now.
    case relative = "seconds"

    /// The moment that a field says; nothing when it is not written so.
    ///
    /// `start` is the zero of relative times.
    package func time(_ text: String, start: Timestamp) -> Timestamp? {
        let text = CSVRows.trimmed(text)
        switch self {
        case .rfc3339: return Self.rfc3339(text)
        case .dayMonthYear: return Self.parted(text, order: (2, 1, 0), separators: "./-")
        case .monthDayYear: return Self.parted(text, order: (2, 0, 1), separators: "/-")
        case .epochSeconds: return Self.scaled(text, 1e6)
        case .epochMilliseconds: return Self.scaled(text, 1e3)
        case .epochMicroseconds: return Int64(text).map(Timestamp.init(microseconds:)) ?? Self.scaled(text, 1)
        case .epochNanoseconds: return Int64(text).map { Timestamp(microseconds: $0 / 1_000) }
        case .relative: return Double(text).flatMap { $0.isFinite ? start.advanced(seconds: $0) : nil }
        }
    }

    /// The format that reads most of some fields, at least half; numbers are told apart by the size of the first.
    package static func detect(_ fields: [String]) -> CSVTime? {
        guard let first = fields.first(where: { !CSVRows.trimmed($0).isEmpty }) else { return nil }
        if let number = Double(CSVRows.trimmed(first)) {
            return switch abs(number) {
            case ..<100_000_000: .relative
            case ..<100_000_000_000: .epochSeconds
            case ..<100_000_000_000_000: .epochMilliseconds
            case ..<100_000_000_000_000_000: .epochMicroseconds
            default: .epochNanoseconds
            }
        }
        let start = Timestamp(seconds: 0)
        let counts = [CSVTime.rfc3339, .dayMonthYear, .monthDayYear].map { format in
            (format: format, count: fields.count { format.time($0, start: start) != nil })
        }
        let best = counts.reduce(counts[0]) { $1.count > $0.count ? $1 : $0 }
        return best.count * 2 >= fields.count && best.count > 0 ? best.format : nil
    }

    private static func rfc3339(_ text: String) -> Timestamp? {
        let text = text.replacing("/", with: "-")
        if let time = Timestamp(rfc3339: text) ?? Timestamp(rfc3339: text + "Z") { return time }
        if let time = Timestamp(rfc3339: text + ":00Z") { return time }
        return Timestamp(rfc3339: text + "T00:00:00Z")
    }

    /// A date in another order, and a time or none.
    private static func parted(_ text: String, order: (Int, Int, Int), separators: String) -> Timestamp? {
        let parts = text.split(separator: " ", maxSplits: 1)
        guard let date = parts.first else { return nil }
        let numbers = date.split { separators.contains($0) }.map(String.init)
        guard numbers.count == 3, numbers[order.0].count == 4 else { return nil }
        let two = [numbers[order.1], numbers[order.2]].map { $0.count == 1 ? "0\($0)" : $0 }
        let clock = parts.count == 2 ? String(parts[1]) : "00:00:00"
        return rfc3339("\(numbers[order.0])-\(two[0])-\(two[1])T\(clock)")
    }

    private static func scaled(_ text: String, _ microseconds: Double) -> Timestamp? {
        guard let value = Double(text), abs(value * microseconds) < 9e18 else { return nil }
        return Timestamp(microseconds: Int64((value * microseconds).rounded()))
    }
}
