internal import Runtime

/// Failures in a row: how long to back off, and when the hub counts as unreachable.
struct Failures: Sendable {
    private(set) var count = 0
    /// Failures that do not even show that the hub is there.
    private var silent = 0
    /// When the first round was sent that has shown no sign of the hub.
    private var silentSince: Uptime?

    mutating func sent(_ now: Uptime) {
        if silentSince == nil { silentSince = now }
    }

    /// The hub answered.
    ///
    /// A round is over only when its answer is durable: until then failures in a row are counted on,
    /// so that a full disk on the agent does not ask the hub for the same again and again.
    mutating func answered() {
        silent = 0
        silentSince = nil
    }

    mutating func failed(_ failure: RoundFailure, _ now: Uptime) {
        count += 1
        // What we gave up ourselves says nothing of the hub.
        if failure == .abandoned { return }
        if failure.showsHub {
            silent = 0
            silentSince = nil
        } else {
            silent += 1
        }
    }

    /// Exponential back-off with full jitter: anything from 0 to the bound is as likely.
    func backoffSeconds(random: UInt64, _ settings: SessionSettings) -> Double {
        boundSeconds(settings) * Self.fraction(random)
    }

    /// The most that is waited for after so many failures.
    func boundSeconds(_ settings: SessionSettings) -> Double {
        var bound = settings.backoffFirstSeconds
        for _ in 1..<max(2, min(count, 32)) where count > 1 { bound = min(bound * 2, settings.backoffMaxSeconds) }
        return min(bound, settings.backoffMaxSeconds)
    }

    /// From 0 to just below 1.
    static func fraction(_ random: UInt64) -> Double { Double(random >> 11) / 9_007_199_254_740_992 }

    /// When a silence that goes on makes the hub count as unreachable.
    func unreachableAt(_ settings: SessionSettings) -> Uptime? {
        silentSince?.advanced(seconds: settings.unreachableAfterSeconds)
    }

    func isUnreachable(_ settings: SessionSettings, _ now: Uptime) -> Bool {
        if silent >= settings.unreachableAfterFailures { return true }
        guard let due = unreachableAt(settings) else { return false }
        return now >= due
    }
}
