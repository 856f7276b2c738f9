public import Runtime

/// What is wrong with a policy table that somebody wrote.
public struct PolicyTableError: CodedError, Equatable {
    /// Where in the table.
    public let field: String?
    private let problem: String

    init(field: String, problem: String) {
        self.field = field
        self.problem = problem
    }

    /// `POLICY_INVALID`.
    public var code: String { "POLICY_INVALID" }

    /// What is wrong with the field.
    public var message: String { "The field \(problem)." }
}
