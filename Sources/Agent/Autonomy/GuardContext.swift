public import Runtime
public import Telemetry

/// What surrounds a guard at this moment; it has no clock and no randomness of its own.
public struct GuardContext {
    /// The wall clock: the time of decisions and of ids.
    public var now: Timestamp
    /// The clock that only goes forward: silence is measured on it, so that a wall clock that jumps raises nothing.
    public var uptime: Uptime
    /// Whether the hub answered the last round.
    public var hubReachable: Bool
    /// How far the gateway's local time is before UTC, for hours of the day; 0 unless it is set.
    public var utcOffsetSeconds = 0
    /// Where ids come from.
    public var random: any RandomNumberGenerator

    /// The surroundings of one batch of readings.
    public init(now: Timestamp, uptime: Uptime, hubReachable: Bool, random: any RandomNumberGenerator) {
        self.now = now
        self.uptime = uptime
        self.hubReachable = hubReachable
        self.random = random
    }
}
