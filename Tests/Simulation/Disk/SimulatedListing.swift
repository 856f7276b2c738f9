import AgentStore

/// The names in a folder as they were when it was opened; of what came since a real one may tell or not.
final class SimulatedListing: FileListing {
    private var names: ArraySlice<String>
    private let lifeline: Lifeline

    init(_ names: [String], _ lifeline: Lifeline) {
        self.names = names[...]
        self.lifeline = lifeline
    }

    func next() throws(StoreError) -> String? {
        if lifeline.isDead { throw SimulatedDisk.dead }
        return names.popFirst()
    }
}
