/// What becomes of new readings, as the disk allows.
public enum StorageMode: Int, Sendable, CaseIterable {
    /// All are stored.
    case all = 0
    /// They are folded into 1-minute aggregates in memory, and only those are stored.
    case aggregates = 1
    /// They are judged and counted, not stored: what room is left is for events and documents.
    case eventsOnly = 2
}
