internal import Glibc
public import Telemetry

/// The machine's clocks.
public struct SystemClock: Clock {
    /// The clocks of this machine.
    public init() {}

    /// CLOCK_REALTIME, which people and NTP set.
    public func now() -> Timestamp {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(microseconds: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1_000)
    }

    /// CLOCK_MONOTONIC, which stands still while the machine sleeps.
    public func uptime() -> Uptime {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Uptime(nanoseconds: UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec))
    }
}
