public import Runtime

/// Why a machine is not approved, rejected or revoked.
public enum ApprovalRefusal: CodedError, Hashable {
    /// It was decided before; one decision only, and a revocation is for good.
    case decided(Approval)
    /// Only an approval can be revoked.
    case notApproved
    /// Nobody decides on what they submitted themselves.
    case ownSubmission

    /// Stable over versions.
    public var code: String {
        switch self {
        case .decided: "ALREADY_DECIDED"
        case .notApproved: "NOT_APPROVED"
        case .ownSubmission: "SUBMITTER_MAY_NOT_APPROVE"
        }
    }

    /// One sentence for a person.
    public var message: String {
        switch self {
        case .decided(let before): "The machine is \(before.rawValue) already; one decision only."
        case .notApproved: "The machine is not approved, so there is nothing to revoke."
        case .ownSubmission: "Someone else has to approve what you submitted."
        }
    }
}
