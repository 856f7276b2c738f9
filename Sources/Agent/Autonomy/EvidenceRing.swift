internal import Telemetry

/// The last ten readings of a metric, in place, so that keeping them allocates nothing.
struct EvidenceRing: Sendable {
    static let capacity = 10

    private var times = [Int64](repeating: 0, count: capacity)
    private var values = [Double](repeating: 0, count: capacity)
    private var written = 0

    mutating func append(_ value: Double, at time: Timestamp) {
        let place = written % Self.capacity
        times[place] = time.microseconds
        values[place] = value
        written += 1
    }

    /// Oldest first.
    func readings(of metric: MetricName) -> [Decision.Evidence] {
        let first = max(0, written - Self.capacity)
        return (first..<written).map { index in
            let place = index % Self.capacity
            return Decision.Evidence(
                metric: metric, time: Timestamp(microseconds: times[place]), value: values[place])
        }
    }
}
