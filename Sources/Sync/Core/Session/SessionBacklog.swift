/// How far the agent's store is ahead of the hub, as the session needs to know it; cheap to make after each commit.
public struct SessionBacklog: Sendable, Equatable {
    /// The newest event that was ever written; 0 for none.
    public var newestEvent: UInt64
    /// The newest critical event that was ever written; 0 for none.
    public var newestCriticalEvent: UInt64
    /// The oldest event that is still kept, acknowledged or not; one past the newest when none is.
    public var oldestKeptEvent: UInt64
    /// The newest segment that was ever sealed; 0 for none.
    public var newestSegment: UInt64
    /// Sealed segments that are not settled.
    public var pendingSegments: Int
    /// Of stream D.
    public var documents: DocumentBacklog

    /// A backlog by its parts.
    public init(
        newestEvent: UInt64, newestCriticalEvent: UInt64, oldestKeptEvent: UInt64, newestSegment: UInt64,
        pendingSegments: Int, documents: DocumentBacklog = .empty
    ) {
        self.newestEvent = newestEvent
        self.newestCriticalEvent = newestCriticalEvent
        self.oldestKeptEvent = oldestKeptEvent
        self.newestSegment = newestSegment
        self.pendingSegments = pendingSegments
        self.documents = documents
    }

    /// Nothing was ever written.
    public static let empty = SessionBacklog(
        newestEvent: 0, newestCriticalEvent: 0, oldestKeptEvent: 1, newestSegment: 0, pendingSegments: 0)
}
