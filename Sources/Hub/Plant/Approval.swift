/// Whether people have taken a machine on: decided once, and an approval may be revoked for good.
public enum Approval: String, Sendable, CaseIterable {
    case pending = "PENDING"
    case approved = "APPROVED"
    case rejected = "REJECTED"
    /// It was approved, and that was taken back; it is not approved again.
    case revoked = "REVOKED"

    /// Why a decision does not follow on this one; nothing when it does.
    ///
    /// Who asked for the machine decides on it as little as anybody who is not a supervisor; taking an approval back is
    /// open to all of them, because it allows nothing.
    public func refusal(of decision: Approval, bySubmitter: Bool) -> ApprovalRefusal? {
        switch (self, decision) {
        case (.pending, .approved), (.pending, .rejected): bySubmitter ? .ownSubmission : nil
        case (.approved, .revoked): nil
        case (.pending, _): .notApproved
        case (.approved, _), (.rejected, _), (.revoked, _): .decided(self)
        }
    }
}
