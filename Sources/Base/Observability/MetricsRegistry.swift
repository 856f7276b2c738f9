internal import Synchronization

/// All that a process measures about itself, written on request as Prometheus text (exposition format 0.0.4).
///
/// Instruments are made once, at start, and kept by those who use them; to update one is an atomic operation, from any
/// thread. A name asked for again gives the same instrument. The same name with another kind, or a name that Prometheus
/// does not read, is a mistake of the program and stops it.
public final class MetricsRegistry: Sendable {
    private let families = Mutex<[String: any MetricFamily]>([:])

    /// A registry in which nothing is measured yet.
    public init() {}

    /// A number that only rises; its name ends with `_total`.
    public func counter(_ name: String, help: String) -> Counter {
        labelledCounter(name, help: help, labels: [], limit: 1)()
    }

    /// A counter for each set of label values; past `limit` sets, all further ones share the set `other`.
    public func labelledCounter(
        _ name: String, help: String, labels: [String], limit: Int = 64
    ) -> LabelledMetric<Counter> {
        family(name) { LabelledMetric(name: name, help: help, labels: labels, limit: limit) { Counter() } }
    }

    /// A counter that is read when someone asks, for what the system already counts.
    public func counter(_ name: String, help: String, read: @escaping @Sendable () -> Double) {
        _ = family(name) { ReadMetric(name: name, help: help, kind: "counter", read: read) }
    }

    /// A number that rises and falls.
    public func gauge(_ name: String, help: String) -> Gauge {
        labelledGauge(name, help: help, labels: [], limit: 1)()
    }

    /// A gauge for each set of label values; past `limit` sets, all further ones share the set `other`.
    public func labelledGauge(
        _ name: String, help: String, labels: [String], limit: Int = 64
    ) -> LabelledMetric<Gauge> {
        family(name) { LabelledMetric(name: name, help: help, labels: labels, limit: limit) { Gauge() } }
    }

    /// A gauge that is read when someone asks.
    public func gauge(_ name: String, help: String, read: @escaping @Sendable () -> Double) {
        _ = family(name) { ReadMetric(name: name, help: help, kind: "gauge", read: read) }
    }

    /// Counts of observations by size, in buckets with these upper bounds, ascending; one of infinity is added.
    public func histogram(_ name: String, help: String, bounds: [Double]) -> Histogram {
        labelledHistogram(name, help: help, bounds: bounds, labels: [], limit: 1)()
    }

    /// A histogram for each set of label values; past `limit` sets, all further ones share the set `other`.
    public func labelledHistogram(
        _ name: String, help: String, bounds: [Double], labels: [String], limit: Int = 64
    ) -> LabelledMetric<Histogram> {
        family(name) {
            LabelledMetric(name: name, help: help, labels: labels, limit: limit) { Histogram(bounds: bounds) }
        }
    }

    /// Everything as Prometheus text, families in order of name; send it as `text/plain; version=0.0.4`.
    public func prometheusText() -> [UInt8] {
        let all = families.withLock { Array($0.values) }
        var text = PrometheusText()
        for family in all.sorted(by: { $0.name < $1.name }) {
            text.header(name: family.name, help: family.help, kind: family.kind)
            family.write(to: &text)
        }
        return text.bytes
    }

    private func family<Family: MetricFamily>(_ name: String, make: () -> Family) -> Family {
        families.withLock { families in
            guard let existing = families[name] else {
                precondition(Self.isName(name), "\(name) is no name of a metric")
                let made = make()
                families[name] = made
                return made
            }
            guard let same = existing as? Family else {
                preconditionFailure("the metric \(name) is registered twice with different kinds")
            }
            return same
        }
    }

    /// A letter or an underscore, then letters, digits and underscores; colons are for rules.
    static func isName(_ name: String) -> Bool {
        guard let first = name.utf8.first, !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first) else {
            return false
        }
        return name.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
                true
            default: false
            }
        }
    }
}
