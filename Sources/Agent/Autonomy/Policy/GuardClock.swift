internal import Runtime
internal import Telemetry

/// Finds jumps of the wall clock by the clock that only goes forward.
///
/// What is judged by the gateway's wall clock (delays of policies, how often an action was sent) is moved along with a
/// jump: setting the clock neither shortens a delay nor gives more freedom.
struct GuardClock: Sendable {
    /// A drift smaller than this is left to add up.
    static let secondsMin = 1.0

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
