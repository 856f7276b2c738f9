/// What the resume token of a round says about the agent's folder.
///
/// A folder that was restored or copied presents a token that the hub has already seen replaced.
public enum ResumeCheck: Sendable, Equatable {
    /// The hub knows no token of this incarnation yet, or its tokens prove nothing because its database went back.
    case first
    /// A token of an answer that the agent has heard.
    case current
    /// The token before it: the answers since were lost, or were not settled before a crash.
    case previous
    /// Neither: a restored or copied folder.
    case foreign
}
