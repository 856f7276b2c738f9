public import Telemetry

/// Hours of some weekdays, in the gateway's local time: `22:00-06:00` on `mon-fri`.
///
/// The first minute belongs to it, the last does not. A window that ends before it begins goes over midnight and
/// belongs to the day on which it begins; `00:00-24:00` is the whole day.
public struct HoursWindow: Sendable, Equatable {
    /// Minutes after midnight, 0 to 1 439.
    public var fromMinute: Int
    /// Minutes after midnight, 1 to 1 440; at or before `fromMinute` it is the next day's.
    public var toMinute: Int
    /// One bit a weekday on which it begins, Monday lowest.
    public var days: UInt8

    /// Every day unless said otherwise.
    public init(fromMinute: Int, toMinute: Int, days: UInt8 = 0b111_1111) {
        self.fromMinute = fromMinute
        self.toMinute = toMinute
        self.days = days & 0b111_1111
    }

    /// The second of the local week, Monday 00:00 being 0.
    public static func secondOfWeek(_ time: Timestamp, utcOffsetSeconds: Int) -> Double {
        let week: Int64 = 604_800
        // 1970-01-01 was a Thursday: the third day after Monday.
        let local = (time.microseconds / 1_000_000).addingSaturating(Int64(utcOffsetSeconds) + 3 * 86_400)
        return Double(((local % week) + week) % week)
    }

    /// Whether a second of the local week lies in it; a number that is none does not.
    public func contains(secondOfWeek second: Double) -> Bool {
        guard Self.week.contains(second) else { return false }
        let minute = Int(second / 60)
        let (day, time) = (minute / 1_440, minute % 1_440)
        let before = (day + 6) % 7
        if toMinute > fromMinute { return has(day) && time >= fromMinute && time < toMinute }
        return (has(day) && time >= fromMinute) || (has(before) && time < toMinute)
    }

    private func has(_ day: Int) -> Bool { days & (1 << UInt8(day)) != 0 }

    /// Reads `22:00-06:00`.
    static func hours(_ text: String) -> (from: Int, to: Int)? {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false).map { minute(String($0)) }
        guard parts.count == 2, let from = parts[0], let to = parts[1], from < 1_440, to > 0 || from > 0, from != to
        else { return nil }
        return (from, to == 0 ? 1_440 : to)
    }

    /// Reads `mon`, or `mon-fri`, which may go over Sunday.
    static func days(_ text: String) -> UInt8? {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false).map { dayNames.firstIndex(of: $0) }
        switch parts.count {
        case 1: return parts[0].map { 1 << UInt8($0) }
        case 2:
            guard let first = parts[0], let last = parts[1] else { return nil }
            let count = (last - first + 7) % 7
            return (0...count).reduce(0) { $0 | 1 << UInt8((first + $1) % 7) }
        default: return nil
        }
    }

    private static let week = 0.0..<604_800
    private static let dayNames: [Substring] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]

    private static func minute(_ text: String) -> Int? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ $0.utf8.count == 2 && $0.allSatisfy(\.isNumber) }),
            let hour = Int(parts[0]), let minute = Int(parts[1]), hour < 24 && minute < 60 || hour == 24 && minute == 0
        else { return nil }
        return hour * 60 + minute
    }

    /// A moment of the local week for people: `sat 23:10`.
    public static func text(secondOfWeek second: Double) -> String {
        guard week.contains(second) else { return "no time of the week" }
        let minute = Int(second / 60)
        return "\(dayNames[minute / 1_440]) \(clock(minute % 1_440))"
    }

    private static func clock(_ minute: Int) -> String {
        "\(minute / 60 < 10 ? "0" : "")\(minute / 60):\(minute % 60 < 10 ? "0" : "")\(minute % 60)"
    }
}

extension HoursWindow: CustomStringConvertible {
    /// As it is written: `22:00-06:00 on mon, tue`.
    public var description: String {
        let hours = "\(Self.clock(fromMinute))-\(Self.clock(toMinute))"
        if days == 0b111_1111 { return hours }
        let names = Self.dayNames.indices.filter(has).map { String(Self.dayNames[$0]) }
        return "\(hours) on \(names.joined(separator: ", "))"
    }
}
