internal import SyncCore
internal import Telemetry

/// Whether the hub can be reached, and since when; what of sync went wrong last.
struct HubState {
    /// A failed round.
    struct Failure {
        var code: String
        var message: String
        var at: Timestamp
    }

    var isReachable = false
    var since: Timestamp?
    var detail = "no round yet"
    /// The newest failure since the last round that was settled or answered.
    var lastFailure: Failure?
    /// What keeps the session from being as it should: a stop, a standing apart, holds; told until it is over.
    var trouble: String?
    /// Whether it was told that the hub's clock is refused.
    var isClockRefused = false
    /// When `SYNC_STALLED` was raised; nothing while rounds move something.
    var stalledSince: Timestamp?

    mutating func note(reachable: Bool, _ detail: String, at now: Timestamp) {
        if reachable != isReachable || since == nil { since = now }
        isReachable = reachable
        self.detail = detail
    }

    mutating func note(_ failure: RoundFailure, at now: Timestamp) {
        lastFailure = Failure(code: failure.code, message: failure.message, at: now)
        if !isReachable { detail = failure.message }
    }
}
