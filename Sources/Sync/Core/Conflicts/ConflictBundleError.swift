/// What is wrong with a file that should hold the bundle of a conflict.
public struct ConflictBundleError: Error, Equatable, CustomStringConvertible {
    /// Where in the bundle.
    public let member: String
    private let problem: String

    init(member: String, problem: String) {
        self.member = member
        self.problem = problem
    }

    /// One sentence for a person.
    public var description: String { "\(member) \(problem)" }
}
