public import Runtime

/// Why a whole round is refused; nothing of it was taken.
public enum RoundRefusal: CodedError, Equatable {
    /// The body speaks for an incarnation that belongs to another agent than the certificate.
    case agentMismatch
    /// The agent or its certificate was revoked, or the hub has no record of it.
    case certificateRevoked

    /// Stable over versions.
    public var code: String {
        switch self {
        case .agentMismatch: "AGENT_MISMATCH"
        case .certificateRevoked: "CERTIFICATE_REVOKED"
        }
    }

    /// For the agent's log.
    public var message: String {
        switch self {
        case .agentMismatch:
            "The data belongs to another agent than the certificate: a copied folder needs an enrolment of its own."
        case .certificateRevoked: "The agent's certificate was revoked; enrol it again."
        }
    }
}
