/// Whether people have taken a machine on; one decision only.
public enum Approval: String, Sendable, CaseIterable {
    case pending = "PENDING"
    case approved = "APPROVED"
    case rejected = "REJECTED"
}
