public import SyncWire
public import Telemetry

extension AgentSession {
    /// What happens to a session.
    ///
    /// Randomness and the wall clock come with the event that needs them.
    public enum Event: Sendable {
        /// The store is open, or a new incarnation began in it.
        case started(SessionProgress, SessionBacklog)
        /// Something was committed.
        case backlogChanged(SessionBacklog)
        /// The time that a `wait` named has come; harmless at any other time.
        case tick(random: UInt64)
        /// What the `gather` of that round asked for.
        case gathered(RoundContents, round: UInt64, at: Timestamp)
        /// The hub's answer to a `send`.
        case answered(RoundAnswer, at: Timestamp, random: UInt64)
        /// A `send` brought no answer, or the store failed at a `gather` or a `settle` (`abandoned`).
        case failed(RoundFailure, round: UInt64, random: UInt64)
        /// A `settle` is durable; of the downlink up to a cursor, where that is not all of it.
        case settled(round: UInt64, downlink: EventCursor? = nil)
        /// Before `started` it keeps the first round from beginning.
        case paused
        case resumed
        /// A person asks for a round now, whatever it waits for but a pause, a quarantine or the hub's own Retry-After.
        case syncRequested
    }
}
