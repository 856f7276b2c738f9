internal import Runtime
package import Telemetry

/// Finds jumps of the wall clock by the clock that only goes forward.
///
/// What is judged by the gateway's wall clock (delays of policies, how often an action was sent) is moved along with a
/// jump: setting the clock neither shortens a delay nor gives more freedom.
package struct GuardClock: Sendable {
    /// A drift smaller than this is left to add up.
    static let secondsMin = 1.0

    /// How far ahead of the clock a time may lie and still be that of a reading just now.
    static let aheadSecondsMax = 300.0

    /// Whether the newest time of a series was made by a clock that was wrong: it lies ahead of the clock of now, and
    /// the time that comes after it does not.
    package static func isLeftAhead(_ newest: Timestamp, by time: Timestamp, now: Timestamp) -> Bool {
        let horizon = now.advanced(seconds: aheadSecondsMax)
        return newest > horizon && time <= horizon
    }

    private var anchor: (now: Timestamp, uptime: Uptime)?

    /// Seconds by which the wall clock has jumped since the last jump; nothing for none.
    mutating func jump(now: Timestamp, uptime: Uptime) -> Double? {
        guard let known = anchor, uptime >= known.uptime else {
            anchor = (now, uptime)
            return nil
        }
        let jump = now.seconds(since: known.now) - uptime.seconds(since: known.uptime)
        guard abs(jump) >= Self.secondsMin else { return nil }
        anchor = (now, uptime)
        return jump
    }
}
