public import Telemetry

/// What a person decides about a copy of an agent's folder.
public enum IncarnationDecision: String, Sendable {
    /// The copy is the agent from now on, and what it sent while it was apart is taken in.
    case adopt
    /// The copy is told to stop; what it sent stays apart.
    case reject

    /// What came of a decision.
    public enum Outcome: Sendable, Equatable {
        case done(IncarnationID)
        /// There is no such agent, or it was revoked.
        case notFound
        /// No copy waits for a decision, or not the one that was named.
        case nothingToDecide
        /// The only one that waits was the agent until another one took its place; going back to it has to be meant.
        case wasCurrent(IncarnationID)
        /// Several do, and none was named.
        case ambiguous([IncarnationID])
    }
}
