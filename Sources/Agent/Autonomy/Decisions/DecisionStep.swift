/// One of the steps by which an agent decides, and what it gave.
public struct DecisionStep: Sendable, Equatable {
    /// What is looked at, in the order in which it is looked at.
    public enum Kind: String, Sendable, CaseIterable {
        case answer
        case condition
        case duration
        case mode
        case status
        case action
        case latch
        case limits
        case hours
        case arguments
        case envelope
        case twin
        case person
        case hub
    }

    /// What a step says.
    public enum Verdict: String, Sendable, CaseIterable {
        /// It goes on.
        case passes
        /// It ends here.
        case stops
        /// The hub is asked, and it goes on with the answer.
        case asks
    }

    /// What was looked at.
    public var kind: Kind
    /// What it gave.
    public var verdict: Verdict

    /// A step by its parts.
    public init(_ kind: Kind, _ verdict: Verdict) {
        self.kind = kind
        self.verdict = verdict
    }
}
