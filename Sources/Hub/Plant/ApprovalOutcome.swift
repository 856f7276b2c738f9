public import Telemetry

/// What became of someone's wish to approve or reject a machine.
public enum ApprovalOutcome: Sendable, Equatable {
    case done(factory: FactoryID)
    case notFound
    /// It was decided before; one decision only.
    case decided(Approval)
    /// Nobody approves what they submitted themselves.
    case ownSubmission
}
