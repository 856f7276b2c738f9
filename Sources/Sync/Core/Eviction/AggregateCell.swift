internal import Telemetry

/// What the readings of one bucket come to.
struct AggregateCell: Sendable, Equatable {
    private(set) var count = 0.0
    private(set) var mean = 0.0
    private(set) var min = Double.infinity
    private(set) var max = -Double.infinity
    private(set) var last = 0.0
    private var lastTime = Int64.min

    init() {}

    /// A bucket that was made before; `time` says which of two has the last value.
    init(count: Double, mean: Double, min: Double, max: Double, last: Double, time: Int64) {
        self.count = count
        self.mean = mean
        self.min = min
        self.max = max
        self.last = last
        lastTime = time
    }

    mutating func add(_ value: Double, at time: Int64) {
        add(AggregateCell(count: 1, mean: value, min: value, max: value, last: value, time: time))
    }

    mutating func add(_ other: AggregateCell) {
        let total = count + other.count
        guard other.count > 0 else { return }
        min = Swift.min(min, other.min)
        max = Swift.max(max, other.max)
        let moved = mean + (other.mean - mean) * (other.count / total)
        // The distance of two huge values of other signs is no number; the middle is as good as any then.
        mean = moved.isFinite ? moved : min / 2 + max / 2
        count = total
        if other.lastTime >= lastTime {
            last = other.last
            lastTime = other.lastTime
        }
    }

    func value(of aggregate: MetricAggregate) -> Double {
        switch aggregate {
        case .mean: mean
        case .min: min
        case .max: max
        case .last: last
        case .count: count
        }
    }
}
