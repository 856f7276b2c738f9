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
    /// 01/31/2026 12:00:00, also 1/31/2026 9:05 PM
    case monthDayYear = "month-day-year"
    /// 20260131, 202601311200 or 20260131120000
    case digits
    case epochSeconds = "epoch-s"
    case epochMilliseconds = "epoch-ms"
    case epochMicroseconds = "epoch-us"
    case epochNanoseconds = "epoch-ns"
    /// Seconds since the file's beginning, which is now.
    case relative = "seconds"

    /// The moment that a field says; nothing when it is not written so.
    ///
    /// `start` is the zero of relative times.
    package func time(_ text: String, start: Timestamp) -> Timestamp? { read(text, start: start)?.time }

    /// The moment that a field says, with the zone that it names; nothing when it is not written so.
    ///
    /// `start` is the zero of relative times.
    package func read(_ text: String, start: Timestamp) -> WrittenTime? {
        switch self {
        case .rfc3339: WrittenTimeScanner.read(text, .yearFirst)
        case .dayMonthYear: WrittenTimeScanner.read(text, .dayFirst)
        case .monthDayYear: WrittenTimeScanner.read(text, .monthFirst)
        case .digits: WrittenTimeScanner.digits(text)
        default: number(CSVRows.trimmed(text), start: start).map { WrittenTime($0) }
        }
    }

    private func number(_ text: String, start: Timestamp) -> Timestamp? {
        switch self {
        case .epochSeconds: Self.scaled(text, 1e6)
        case .epochMilliseconds: Self.scaled(text, 1e3)
        case .epochMicroseconds: Int64(text).map(Timestamp.init(microseconds:)) ?? Self.scaled(text, 1)
        case .epochNanoseconds: Int64(text).map { Timestamp(microseconds: $0 / 1_000) }
        default: Double(text).flatMap { $0.isFinite ? start.advanced(seconds: $0) : nil }
        }
    }

    private static func scaled(_ text: String, _ microseconds: Double) -> Timestamp? {
        guard let value = Double(text), abs(value * microseconds) < 9e18 else { return nil }
        return Timestamp(microseconds: Int64((value * microseconds).rounded()))
    }
}
