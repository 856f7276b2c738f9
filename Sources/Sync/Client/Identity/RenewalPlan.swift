public import Runtime
public import Telemetry

/// When an agent asks for its next certificate: from a third of the life of the present one on, by the hub's clock.
///
/// Pure: what the hub's clock says comes with its answers, so a wrong clock of the gateway changes nothing. A failed
/// attempt is made again with a growing pause. While the present certificate holds there are months for it; once the
/// hub refuses it, nothing else can be sent, so the pauses are short.
public struct RenewalPlan: Sendable, Equatable {
    /// By the hub's clock.
    public let dueAt: Timestamp
    /// Not before this, after a failure or a success.
    private var earliest: Uptime
    private var failures = 0
    private var isUnderWay = false
    private var isRefused = false

    /// For a certificate; `jitter` in 0 ..< 1 spreads agents that were enrolled together over a tenth of the life.
    public init(notBefore: Timestamp, notAfter: Timestamp, jitter: Double, earliest: Uptime = Uptime(nanoseconds: 0)) {
        let life = max(0, notAfter.seconds(since: notBefore))
        dueAt = notBefore.advanced(seconds: life * (1.0 / 3 + jitter / 10))
        self.earliest = earliest
    }

    /// The hub answered, and said what time it is; true when the agent is to ask for its next certificate now.
    public mutating func heard(hubTime: Timestamp, at now: Uptime) -> Bool {
        isRefused = false
        guard hubTime >= dueAt else { return false }
        return begin(at: now)
    }

    /// The hub takes this certificate for nothing but its renewal; true when the agent is to ask now.
    public mutating func refused(at now: Uptime) -> Bool {
        isRefused = true
        return begin(at: now)
    }

    /// An attempt failed; `jitter` in 0 ..< 1 spreads the next one.
    public mutating func failed(at now: Uptime, jitter: Double) {
        isUnderWay = false
        let (first, most) = isRefused ? (1.0, 300.0) : (60.0, 3_600.0)
        var pause = first
        for _ in 0..<min(failures, 12) { pause = min(most, pause * 2) }
        failures += 1
        earliest = now.advanced(seconds: pause * (0.5 + jitter / 2))
    }

    private mutating func begin(at now: Uptime) -> Bool {
        guard !isUnderWay, now >= earliest else { return false }
        isUnderWay = true
        return true
    }
}
