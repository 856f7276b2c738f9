public import Telemetry

/// Where time comes from; handed in everywhere, so that a test or a simulator can be the clock.
public protocol Clock: Sendable {
    /// The wall clock, which people set and which may jump.
    func now() -> Timestamp

    /// Time that only goes forward, for durations and time-outs; its zero is arbitrary.
    func uptime() -> Uptime
}

/// A point on a clock that only goes forward.
public struct Uptime: Hashable, Comparable, Sendable {
    /// Nanoseconds since the arbitrary zero.
    public var nanoseconds: UInt64

    /// A point so many nanoseconds after the zero.
    public init(nanoseconds: UInt64) {
        self.nanoseconds = nanoseconds
    }

    /// Seconds from `earlier` to this point; 0 when it is not before.
    public func seconds(since earlier: Uptime) -> Double {
        nanoseconds > earlier.nanoseconds ? Double(nanoseconds - earlier.nanoseconds) / 1e9 : 0
    }

    /// This point moved forward; a negative number or one that is not finite moves nothing.
    public func advanced(seconds: Double) -> Uptime {
        guard seconds.isFinite, seconds > 0 else { return self }
        let (sum, overflow) = nanoseconds.addingReportingOverflow(UInt64(min(seconds * 1e9, 9e18)))
        return Uptime(nanoseconds: overflow ? .max : sum)
    }

    /// Earlier comes first.
    public static func < (left: Uptime, right: Uptime) -> Bool { left.nanoseconds < right.nanoseconds }
}
