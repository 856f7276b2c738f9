public import SyncWire
public import Telemetry

/// How far the hub's clock is from the agent's, by the four times of one exchange (RFC 5905, section 8).
public struct ClockEstimate: Sendable, Equatable {
    /// The hub's clock minus the agent's, microseconds.
    public var offset: Int64
    /// How far the offset may be wrong: half of the time that the exchange took on the way, microseconds.
    public var error: Int64

    /// An estimate of two numbers, in microseconds.
    public init(offset: Int64, error: Int64) {
        self.offset = offset
        self.error = error
    }

    /// The estimate of one exchange; nothing when the hub's times are missing or the times contradict each other.
    public init?(_ stamps: ClockStamps, receivedAt: Timestamp) {
        guard let hubReceived = stamps.hubReceived, let hubSent = stamps.hubSent else { return nil }
        let forth = hubReceived.microseconds.subtractingSaturating(stamps.agentSent.microseconds)
        let back = hubSent.microseconds.subtractingSaturating(receivedAt.microseconds)
        let whole = receivedAt.microseconds.subtractingSaturating(stamps.agentSent.microseconds)
        let atHub = hubSent.microseconds.subtractingSaturating(hubReceived.microseconds)
        guard whole >= 0, atHub >= 0, whole >= atHub else { return nil }
        offset = forth / 2 + back / 2 + (forth % 2 + back % 2) / 2
        // `agentSent` is the hub's echo, and so as hostile as the rest: `whole` may be the whole range.
        error = whole.subtractingSaturating(atHub).addingSaturating(1) / 2
    }
}
