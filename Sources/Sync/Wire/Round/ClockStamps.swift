public import Telemetry

/// Times of one exchange as in NTP (RFC 5905); the fourth, of the arrival of the answer, is known to the agent alone.
public struct ClockStamps: Sendable, Equatable {
    /// By the agent's clock, when the request was made; an answer echoes it.
    public var agentSent: Timestamp
    /// In an answer only.
    public var hubReceived: Timestamp?
    /// In an answer only.
    public var hubSent: Timestamp?

    /// The stamps of a request, or with all three those of an answer.
    public init(agentSent: Timestamp, hubReceived: Timestamp? = nil, hubSent: Timestamp? = nil) {
        self.agentSent = agentSent
        self.hubReceived = hubReceived
        self.hubSent = hubSent
    }
}
