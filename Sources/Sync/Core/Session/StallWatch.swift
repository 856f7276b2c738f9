internal import Runtime

/// Since when something could be sent, the hub answers, and yet nothing moves.
struct StallWatch: Sendable {
    private var since: Uptime?

    /// Something was settled.
    mutating func moved(_ now: Uptime) {
        since = now
    }

    /// Whether there is something that should move.
    mutating func update(_ isExpectedToMove: Bool, _ now: Uptime) {
        if !isExpectedToMove {
            since = nil
        } else if since == nil {
            since = now
        }
    }

    func dueAt(_ settings: SessionSettings) -> Uptime? {
        since?.advanced(seconds: settings.stallAfterSeconds)
    }
}
