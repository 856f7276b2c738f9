/// What the resume token of a round says about the agent's folder.
///
/// The hub gives a new token with each answer that moved something; the agent stores it in the transaction that settles
/// the answer. A folder that was restored or copied presents a token that the hub has already seen replaced.
public enum ResumeCheck: Sendable, Equatable {
    /// The hub knows no token of this incarnation yet.
    case first
    /// The token of the last answer.
    case current
    /// The token before it: the last answer was lost, or was not settled before a crash.
    case previous
    /// Neither: a restored or copied folder.
    case foreign

    /// Compares what an agent presents with what the hub's row holds.
    public init(presented: [UInt8], cursor: HubCursor?) {
        guard let cursor, !cursor.resumeToken.isEmpty else {
            self = .first
            return
        }
        if presented == cursor.resumeToken {
            self = .current
        } else {
            self = presented == cursor.previousResumeToken ? .previous : .foreign
        }
    }
}
