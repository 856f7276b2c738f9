/// What became of someone's wish to approve, reject or revoke a machine.
public enum ApprovalOutcome: Sendable, Equatable {
    case done
    case notFound
    case refused(ApprovalRefusal)
}
