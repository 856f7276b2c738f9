/// What the store found when it was opened.
public struct StoreOpening: Sendable, Equatable {
    /// Whether the database is new, and with it the incarnation.
    public var isNew: Bool
    /// What was damaged, when something was.
    public var setAside: SetAside?
    /// Readings of the open window that were read back.
    public var replayedReadings: Int
}

/// A damaged store that was moved out of the way.
public struct SetAside: Sendable, Equatable {
    /// What was found.
    public var what: String
    /// Where the files are now.
    public var movedTo: String
    /// Whether even what could be read of it was of no use, so that nothing but the name was kept.
    public var isBare: Bool
}
