/// How far the agent's documents are ahead of the hub.
public struct DocumentBacklog: Sendable, Equatable {
    /// The newest record of stream D that was ever written; 0 for none.
    public var newest: UInt64
    /// The newest record of stream D with a safety field in it; 0 for none.
    public var newestSafety: UInt64
    /// The oldest record of stream D that is still kept; one past the newest when none is.
    public var oldestKept: UInt64
    /// Documents that were changed here and are in no record yet; gathering a round makes records of them.
    public var dirty: Int
    /// Whether one of those changes is of a safety field.
    public var isSafetyDirty: Bool

    /// A backlog by its parts.
    public init(newest: UInt64, newestSafety: UInt64, oldestKept: UInt64, dirty: Int, isSafetyDirty: Bool) {
        self.newest = newest
        self.newestSafety = newestSafety
        self.oldestKept = oldestKept
        self.dirty = dirty
        self.isSafetyDirty = isSafetyDirty
    }

    /// Nothing was ever written.
    public static let empty = DocumentBacklog(
        newest: 0, newestSafety: 0, oldestKept: 1, dirty: 0, isSafetyDirty: false)
}
