public import Telemetry

/// What the locked row of an agent says of who speaks for it.
public struct AgentRow: Sendable, Equatable {
    /// The incarnation that speaks for the agent; nothing before the first round.
    public var current: IncarnationID?
    /// When that one was heard last.
    public var heardAt: Timestamp?
    /// How often that one starts a round, as it said; nothing when it did not.
    public var intervalSeconds: Double?
    /// Whether a newcomer is on trial against it.
    public var isContested: Bool
    /// Those that were ever heard beside it, the newest last.
    public var others: [IncarnationID]

    /// All incarnations but one.
    public func all(but speaker: IncarnationID) -> [IncarnationID] {
        (others + (current.map { [$0] } ?? [])).filter { $0 != speaker }
    }
}
