/// What a call of `makeRoom` did.
public struct RoomMade: Sendable, Equatable {
    /// Segments that the hub has and that were deleted.
    public var segmentsDeleted = 0
    /// Segments that one of fewer bytes stands for now.
    public var segmentsReplaced = 0
    /// Measured readings that are only in aggregates now, with gap manifests.
    public var readingsThinned: UInt64 = 0
    /// Segments that nobody else has and that were dropped, with gap manifests.
    public var segmentsDropped = 0
    /// Measured readings in the dropped segments.
    public var readingsDropped: UInt64 = 0

    /// Whether anything was done.
    public var isSomething: Bool { segmentsDeleted + segmentsReplaced + segmentsDropped > 0 }
}
