internal import ArgumentParser

/// How results are written.
enum OutputForm: String, ExpressibleByArgument, CaseIterable {
    /// For people.
    case table
    /// For programs: the data as the hub or the agent gave them.
    case json
}
