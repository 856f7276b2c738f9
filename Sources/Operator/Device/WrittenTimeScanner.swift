internal import Telemetry

/// Reads a date in one of three orders, a clock or none, and a zone or none, from left to right.
///
/// Wider than RFC 3339, because spreadsheets, databases and loggers are: `1/31/2026 9:05 PM`,
/// `2026-01-31 12:00:00,5+00`, `31.01.2026`. Whatever else the text holds makes it no time.
struct WrittenTimeScanner {
    /// How the parts of a date follow each other.
    enum Order {
        case yearFirst, dayFirst, monthFirst
    }

    private let bytes: UnsafeBufferPointer<UInt8>
    private var position = 0

    /// The moment of a text; nothing when it is none.
    static func read(_ text: String, _ order: Order) -> WrittenTime? {
        var text = text
        return text.withUTF8 { bytes in
            var scanner = WrittenTimeScanner(bytes: bytes)
            return scanner.read(order)
        }
    }

    /// The moment of digits alone: a date, or a date and a clock with or without seconds.
    static func digits(_ text: String) -> WrittenTime? {
        var text = text
        return text.withUTF8 { bytes in
            var scanner = WrittenTimeScanner(bytes: bytes)
            return scanner.digits()
        }
    }

    private init(bytes: UnsafeBufferPointer<UInt8>) {
        self.bytes = bytes
    }

    private mutating func read(_ order: Order) -> WrittenTime? {
        blanks()
        guard let days = date(order) else { return nil }
        let isTimed = take("T") || take("t")
        let isApart = blanks() || isTimed
        if isAtEnd, !isTimed { return Self.time(days: days, microseconds: 0, offset: nil) }
        guard isApart, let clock = clock() else { return nil }
        if blanksThenEnd() { return Self.time(days: days, microseconds: clock, offset: nil) }
        guard let offset = zone(), blanksThenEnd() else { return nil }
        return Self.time(days: days, microseconds: clock, offset: offset)
    }

    private mutating func digits() -> WrittenTime? {
        blanks()
        guard let year = number(4...4), (1_900...2_199).contains(year), let month = number(2...2),
            let day = number(2...2), let days = CivilDate.daysSinceEpoch(year: year, month: month, day: day)
        else { return nil }
        if blanksThenEnd() { return Self.time(days: days, microseconds: 0, offset: nil) }
        guard let hour = number(2...2), hour < 24, let minute = number(2...2), minute < 60 else { return nil }
        let seconds = blanksThenEnd() ? 0 : number(2...2)
        guard let seconds, seconds < 60, blanksThenEnd() else { return nil }
        return Self.time(days: days, microseconds: ((hour * 60 + minute) * 60 + seconds) * 1_000_000, offset: nil)
    }

    private static func time(days: Int64, microseconds: Int64, offset: Int64?) -> WrittenTime {
        let moment = (days * 86_400 - (offset ?? 0)) * 1_000_000 + microseconds
        return WrittenTime(Timestamp(microseconds: moment), offsetSeconds: offset.map(Int.init))
    }

    // MARK: Parts

    /// Days since 1970; all parts stand apart in the same way.
    private mutating func date(_ order: Order) -> Int64? {
        guard let first = number(order == .yearFirst ? 4...4 : 1...2), let mark = separator(order),
            let second = number(1...2), take(mark), let third = number(order == .yearFirst ? 1...2 : 4...4)
        else { return nil }
        return switch order {
        case .yearFirst: CivilDate.daysSinceEpoch(year: first, month: second, day: third)
        case .dayFirst: CivilDate.daysSinceEpoch(year: third, month: second, day: first)
        case .monthFirst: CivilDate.daysSinceEpoch(year: third, month: first, day: second)
        }
    }

    private mutating func separator(_ order: Order) -> Unicode.Scalar? {
        if take("-") { return "-" }
        if take("/") { return "/" }
        // Nobody writes the month first and points.
        return order != .monthFirst && take(".") ? "." : nil
    }

    /// Microseconds since midnight; 24:00 is the end of the day, and a second of 60 the next minute's first.
    private mutating func clock() -> Int64? {
        guard var hour = number(1...2), take(":"), let minute = number(2...2), minute < 60 else { return nil }
        var (second, fraction): (Int64, Int64) = (0, 0)
        if take(":") {
            guard let read = number(2...2), read <= 60 else { return nil }
            second = read
            if take(".") || take(",") {
                guard let read = decimals() else { return nil }
                fraction = read
            }
        }
        blanks()
        if let noon = half() {
            guard (1...12).contains(hour) else { return nil }
            hour = hour % 12 + noon
        }
        let rest = (minute * 60 + second) * 1_000_000 + fraction
        guard hour < 24 || hour == 24 && rest == 0 else { return nil }
        return hour * 3_600_000_000 + rest
    }

    /// Millionths; further digits are cut.
    private mutating func decimals() -> Int64? {
        var (value, scale): (Int64, Int64) = (0, 100_000)
        let first = position
        while let digit = number(1...1) {
            value += digit * scale
            scale /= 10
        }
        return position > first ? value : nil
    }

    /// The hours that AM or PM adds.
    private mutating func half() -> Int64? {
        let letters = bytes[position...].prefix(2).map { $0 & 0xDF }
        guard letters.count == 2, letters[1] == UInt8(ascii: "M") else { return nil }
        guard letters[0] == UInt8(ascii: "A") || letters[0] == UInt8(ascii: "P") else { return nil }
        position += 2
        return letters[0] == UInt8(ascii: "P") ? 12 : 0
    }

    /// Seconds east of Greenwich: `Z`, `UTC`, `+01`, `+0100` or `+01:00`.
    private mutating func zone() -> Int64? {
        if take("Z") || take("z") { return 0 }
        if take("U") { return take("T") && take("C") ? 0 : nil }
        let sign: Int64
        if take("+") { sign = 1 } else if take("-") { sign = -1 } else { return nil }
        guard let hours = number(2...2), hours < 24 else { return nil }
        if isAtEnd || bytes[position] == UInt8(ascii: " ") { return sign * hours * 3_600 }
        _ = take(":")
        guard let minutes = number(2...2), minutes < 60 else { return nil }
        return sign * (hours * 3_600 + minutes * 60)
    }

    // MARK: Bytes

    private var isAtEnd: Bool { position == bytes.count }

    /// Passes over blanks; whether there were any.
    @discardableResult
    private mutating func blanks() -> Bool {
        let first = position
        while take(" ") || take("\t") {}
        return position > first
    }

    private mutating func blanksThenEnd() -> Bool {
        blanks()
        return isAtEnd
    }

    private mutating func number(_ digits: ClosedRange<Int>) -> Int64? {
        var (value, count): (Int64, Int) = (0, 0)
        while count < digits.upperBound, position < bytes.count, (48...57).contains(bytes[position]) {
            value = value * 10 + Int64(bytes[position] - 48)
            position += 1
            count += 1
        }
        return count >= digits.lowerBound ? value : nil
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard position < bytes.count, bytes[position] == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }
}
