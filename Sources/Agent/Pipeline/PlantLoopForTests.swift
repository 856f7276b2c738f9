internal import AgentStore

/// What only tests ask for.
extension PlantLoop {
    /// Lets the store's core file grow no further than a number of pages, as a full disk would; 1 for as it is.
    package func limitPages(to count: Int) throws {
        try store.limitPages(to: count)
    }
}
