/// What a device says about a command (edge.md: `{"id", "status": "accepted|done|failed", "reason"?}`).
public enum CommandAnswer: String, Sendable, CaseIterable {
    case accepted
    case done
    case failed
}
