internal import Synchronization

/// Counts of observations in buckets of fixed bounds, with their sum.
///
/// An observation that is not a number is left out.
public final class Histogram: Instrument {
    /// The kind's name in the exposition format.
    public static let kind = "histogram"

    private struct State {
        var counts: [UInt64]
        var sum = 0.0
    }

    private let bounds: [Double]
    private let state: Mutex<State>

    init(bounds: [Double]) {
        precondition(zip(bounds, bounds.dropFirst()).allSatisfy { $0 < $1 }, "bounds ascend")
        self.bounds = bounds
        state = Mutex(State(counts: Array(repeating: 0, count: bounds.count + 1)))
    }

    /// Counts one observation.
    public func observe(_ value: Double) {
        guard !value.isNaN else { return }
        let bucket = bounds.firstIndex { value <= $0 } ?? bounds.count
        state.withLock {
            $0.counts[bucket] += 1
            $0.sum += value
        }
    }

    /// Writes the samples of this series: each bucket with those below it, the sum and the count.
    public func write(to text: inout PrometheusText, name: String, labels: [(name: String, value: String)]) {
        let (counts, sum) = state.withLock { ($0.counts, $0.sum) }
        var below: UInt64 = 0
        for (index, count) in counts.enumerated() {
            below += count
            let bound = index < bounds.count ? PrometheusText.number(bounds[index]) : "+Inf"
            text.sample(name: name + "_bucket", labels: labels + [(name: "le", value: bound)], count: below)
        }
        text.sample(name: name + "_sum", labels: labels, value: sum)
        text.sample(name: name + "_count", labels: labels, count: below)
    }
}
