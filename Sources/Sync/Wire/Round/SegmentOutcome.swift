/// What became of one segment of a round.
public struct SegmentOutcome: Sendable, Equatable {
    /// What the hub did with it.
    public enum Kind: UInt8, Sendable, CaseIterable {
        case stored = 1
        case duplicate = 2
        /// Same seq, another digest: kept apart and reported, never merged.
        case collision = 3
        case quarantined = 4
        /// Not taken; to be sent again.
        case deferred = 5

        /// Whether the hub has the bytes for good, so that the agent need not send them again.
        public var isSettled: Bool { self != .deferred }
    }

    /// Of the segment in the request.
    public var seq: UInt64
    /// Says whether the agent has to send it again.
    public var kind: Kind
    /// Why, for a collision, a quarantine and a deferral; empty otherwise.
    public var code: String

    /// An outcome; only collisions, quarantines and deferrals need a code.
    public init(seq: UInt64, kind: Kind, code: String = "") {
        self.seq = seq
        self.kind = kind
        self.code = code
    }
}
