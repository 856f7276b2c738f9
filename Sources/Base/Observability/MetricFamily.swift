/// All time series of one name.
protocol MetricFamily: Sendable {
    var name: String { get }
    var help: String { get }

    /// `counter`, `gauge` or `histogram`.
    var kind: String { get }

    func write(to text: inout PrometheusText)
}

/// A family of one series without labels, read when someone asks.
struct ReadMetric: MetricFamily {
    let name: String
    let help: String
    let kind: String
    let read: @Sendable () -> Double

    func write(to text: inout PrometheusText) {
        text.sample(name: name, labels: [], value: read())
    }
}
