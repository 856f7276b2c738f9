public import Runtime

extension AgentSession {
    /// Where a session is.
    ///
    /// Rounds go one at a time: idle, gathering, awaiting, settling, idle.
    public enum State: Sendable, Equatable {
        case unstarted
        /// Waits for its next round, which starts at this time or when something presses.
        case idle(until: Uptime)
        case gathering(round: UInt64)
        case awaiting(round: UInt64, until: Uptime)
        case settling(round: UInt64)
        /// Waits after a failure, or because an answer asked for it.
        case backingOff(until: Uptime, BackOff)
        /// The hub holds all streams.
        case held(until: Uptime)
        case paused
        /// Stopped with a code until a person decides or a new incarnation begins; asks again at this time.
        case quarantined(code: String, until: Uptime)
    }
}
