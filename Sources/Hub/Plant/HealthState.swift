/// A machine's health in a word; the bounds are those of edge.md, Twin.
public enum HealthState: String, Sendable, CaseIterable {
    case healthy = "HEALTHY"
    case warning = "WARNING"
    case critical = "CRITICAL"

    /// The word for a score of 0 to 100: above 80 healthy, above 60 warning.
    public init(score: Double) {
        if score > 80 {
            self = .healthy
        } else {
            self = score > 60 ? .warning : .critical
        }
    }
}
