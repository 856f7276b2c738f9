/// A moment: microseconds since 1970-01-01T00:00:00Z, leap seconds ignored as POSIX does.
///
/// The range is that of `Int64` (about ±292 000 years); arithmetic on hostile values saturates and never traps.
public struct Timestamp: Hashable, Comparable, Sendable {
    /// Microseconds since the epoch, UTC.
    public var microseconds: Int64

    /// A moment so many microseconds after the epoch.
    public init(microseconds: Int64) {
        self.microseconds = microseconds
    }

    /// A moment from milliseconds since the epoch; saturates at the ends of the range.
    public init(milliseconds: Int64) {
        let (product, overflow) = milliseconds.multipliedReportingOverflow(by: 1_000)
        microseconds = overflow ? (milliseconds < 0 ? .min : .max) : product
    }

    /// A moment from whole seconds since the epoch; saturates at the ends of the range.
    public init(seconds: Int64) {
        let (product, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000)
        microseconds = overflow ? (seconds < 0 ? .min : .max) : product
    }

    /// Seconds from `earlier` to this moment; negative when this one is before it.
    public func seconds(since earlier: Timestamp) -> Double {
        Double(microseconds.subtractingSaturating(earlier.microseconds)) / 1e6
    }

    /// This moment moved by a number of seconds; not a number moves nothing, and the ends of the range hold.
    public func advanced(seconds: Double) -> Timestamp {
        let shift = seconds * 1e6
        guard shift.isFinite else { return self }
        let clamped = Int64(max(-9.2e18, min(9.2e18, shift)))
        return Timestamp(microseconds: microseconds.addingSaturating(clamped))
    }

    /// Earlier comes first.
    public static func < (left: Timestamp, right: Timestamp) -> Bool {
        left.microseconds < right.microseconds
    }
}

extension Int64 {
    /// Addition that stops at the ends of the range, because a sum of times that a peer sent must not trap.
    public func addingSaturating(_ other: Int64) -> Int64 {
        let (sum, overflow) = addingReportingOverflow(other)
        return overflow ? (other < 0 ? .min : .max) : sum
    }

    /// Subtraction that stops at the ends of the range, because a difference of times that a peer sent must not trap.
    public func subtractingSaturating(_ other: Int64) -> Int64 {
        let (difference, overflow) = subtractingReportingOverflow(other)
        return overflow ? (other < 0 ? .max : .min) : difference
    }
}
