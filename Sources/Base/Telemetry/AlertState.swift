/// The life of an alert, in the words of ISA-18.2.
public enum AlertState: String, Sendable, CaseIterable {
    case unacknowledgedActive = "unacknowledged-active"
    case acknowledgedActive = "acknowledged-active"
    case unacknowledgedReturned = "unacknowledged-returned"
    case normal = "normal"
    case shelved = "shelved"
    case suppressed = "suppressed"

    /// Whether the condition still holds.
    public var isActive: Bool { self == .unacknowledgedActive || self == .acknowledgedActive }
}
