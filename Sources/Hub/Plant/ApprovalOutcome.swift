public import Telemetry

/// What became of someone's wish to approve, reject or revoke a machine.
public enum ApprovalOutcome: Sendable, Equatable {
    case done(factory: FactoryID)
    case notFound
    case refused(ApprovalRefusal)
}
