internal import Synchronization

/// One family's series, a series for each set of label values, never more than a limit of them.
///
/// Label values come from the plant (machine names, reasons); without the limit one misbehaving device could fill the
/// memory of everything that reads the metrics. Past the limit all further sets share one, whose values are `other`.
public final class LabelledMetric<Measure: Instrument>: MetricFamily, Sendable {
    let name: String
    let help: String
    var kind: String { Measure.kind }

    private let labels: [String]
    private let limit: Int
    private let make: @Sendable () -> Measure
    private let series = Mutex<[[String]: Measure]>([:])

    init(name: String, help: String, labels: [String], limit: Int, make: @escaping @Sendable () -> Measure) {
        self.name = name
        self.help = help
        self.labels = labels
        self.limit = limit
        self.make = make
        if labels.isEmpty { series.withLock { $0[[]] = make() } }
    }

    /// The series of these label values, in the order of the labels; keep it where it is used often.
    public func callAsFunction(_ values: String...) -> Measure {
        self[values]
    }

    /// The series of these label values, in the order of the labels.
    public subscript(values: [String]) -> Measure {
        precondition(values.count == labels.count, "\(name) has the labels \(labels)")
        return series.withLock { series in
            if let known = series[values] { return known }
            let key = series.count < limit ? values : labels.map { _ in "other" }
            if let known = series[key] { return known }
            let made = make()
            series[key] = made
            return made
        }
    }

    func write(to text: inout PrometheusText) {
        let all = series.withLock { Array($0) }
        for (values, measure) in all.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
            measure.write(to: &text, name: name, labels: Array(zip(labels, values)).map { (name: $0.0, value: $0.1) })
        }
    }
}
