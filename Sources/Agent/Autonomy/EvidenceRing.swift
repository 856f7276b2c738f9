internal import Telemetry

/// The last ten readings of a metric, in place, so that keeping them allocates nothing.
struct EvidenceRing: Sendable {
    static let capacity = 10

    private var kept = [(time: Timestamp, value: Double)](
        repeating: (Timestamp(microseconds: 0), 0), count: capacity)
    private var written = 0

    mutating func append(_ value: Double, at time: Timestamp) {
        kept[written % Self.capacity] = (time, value)
        written += 1
    }

    /// Oldest first.
    func readings(of metric: MetricName) -> [Decision.Evidence] {
        let first = max(0, written - Self.capacity)
        return (first..<written).map { index in
            let (time, value) = kept[index % Self.capacity]
            return Decision.Evidence(metric: metric, time: time, value: value)
        }
    }
}
