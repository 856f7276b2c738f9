/// How a machine stands by its twin's health in percent (edge.md, Twin).
public enum TwinHealth: String, Sendable, CaseIterable {
    case healthy = "HEALTHY"
    case warning = "WARNING"
    case critical = "CRITICAL"

    /// Above 80 is healthy, above 60 a warning, all else critical.
    public init(percent: Double) {
        self = percent > 80 ? .healthy : percent > 60 ? .warning : .critical
    }
}
