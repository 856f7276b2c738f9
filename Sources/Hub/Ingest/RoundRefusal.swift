public import Runtime

/// Why a whole round is refused; nothing of it was taken.
public enum RoundRefusal: CodedError, Equatable {
    /// The body speaks for an incarnation that belongs to another agent than the credential.
    case agentMismatch
    /// The credential was revoked.
    case agentRevoked

    /// Stable over versions.
    public var code: String {
        switch self {
        case .agentMismatch: "AGENT_MISMATCH"
        case .agentRevoked: "AGENT_REVOKED"
        }
    }

    /// For the agent's log.
    public var message: String {
        switch self {
        case .agentMismatch:
            "The data belongs to another agent than the credential: a copied folder needs an enrolment of its own."
        case .agentRevoked: "The agent's credential was revoked; enrol it again."
        }
    }
}
