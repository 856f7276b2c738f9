internal import Runtime

/// Files that no row of the ledger vouches for, because a crash came between the two: their readings are still in the
/// window, or were dropped.
extension AgentStore {
    /// Looks at some names of files that the start has left for later, and removes those that are strays.
    ///
    /// Gives how many were removed in all, once, when it has come to the end; nothing before and after. To be called
    /// when nothing is being written, until it has said so: strays take room that no total tells of.
    public func sweepFiles(count: Int = 512) throws(StoreError) -> Int? {
        try strayFiles.sweep(files, count: count) { seq throws(StoreError) in
            if planted(.removesUnsentFiles) { return false }
            return try ledger.hasFile(seq)
        }
    }
}
