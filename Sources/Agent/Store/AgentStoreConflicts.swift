public import SyncCore
public import Telemetry

/// The conflicts of the agent's documents, and what people do about them.
extension AgentStore {
    /// Conflicts, those that are not over first, the newest of each first.
    public func conflicts(includingFinal: Bool, count: Int) throws(StoreError) -> [ConflictRecord] {
        try conflictTable.all(includingFinal: includingFinal, count: count)
    }

    /// One conflict.
    public func conflict(_ id: ConflictID) throws(StoreError) -> ConflictRecord? { try conflictTable.record(id) }

    /// How many conflicts wait for a person.
    public func openConflicts() throws(StoreError) -> Int { try conflictTable.openCount() }

    /// Somebody takes a conflict in hand, or gives it back; false when its state does not allow that.
    ///
    /// A decision is taken back by the edits of `ConflictReopening`.
    public func note(
        _ event: ConflictEvent, of id: ConflictID, by actor: String, detail: String, at now: Timestamp
    ) throws(StoreError) -> Bool {
        guard var record = try conflictTable.record(id), record.take(event, at: now, by: actor, detail: detail) else {
            return false
        }
        try database.transaction { () throws(StoreError) in try conflictTable.put(record, at: now) }
        return true
    }
}
