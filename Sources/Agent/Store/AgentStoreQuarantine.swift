extension AgentStore {
    /// The messages in quarantine, newest first; those before `id` where it is given.
    public func quarantined(before id: Int64? = nil, count: Int) throws(StoreError) -> [QuarantineEntry] {
        try quarantine.newest(count, before: id)
    }

    /// One message; nothing when there is none such.
    public func quarantined(_ id: Int64) throws(StoreError) -> QuarantineEntry? {
        try quarantine.entry(id)
    }

    /// How many messages there are.
    public func quarantinedCount() throws(StoreError) -> Int {
        try quarantine.count()
    }

    /// Deletes a message for good; false when there is none such.
    ///
    /// A message that was replayed goes with the commit of what came of it instead (`CommitBatch.released`).
    public func dropQuarantined(_ id: Int64) throws(StoreError) -> Bool {
        guard try quarantine.entry(id) != nil else { return false }
        try database.transaction { () throws(StoreError) in try quarantine.remove([id]) }
        return true
    }
}
