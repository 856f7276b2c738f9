internal import Synchronization

/// A number that rises and falls; 0 until it is set, and without a sample while it is not known.
public final class Gauge: Instrument {
    /// The kind's name in the exposition format.
    public static let kind = "gauge"

    private let bits = Atomic<UInt64>(0)

    init() {}

    /// What was last set.
    public var value: Double { Double(bitPattern: bits.load(ordering: .relaxed)) }

    /// Replaces the value.
    public func set(_ value: Double) {
        bits.store(value.bitPattern, ordering: .relaxed)
    }

    /// Replaces the value; without one there is no sample until the next.
    public func set(known value: Double?) {
        set(value ?? .nan)
    }

    /// Adds to the value, exactly also with several threads at it.
    public func add(_ amount: Double) {
        var seen = bits.load(ordering: .relaxed)
        while true {
            let wanted = (Double(bitPattern: seen) + amount).bitPattern
            let (exchanged, original) = bits.compareExchange(expected: seen, desired: wanted, ordering: .relaxed)
            if exchanged { return }
            seen = original
        }
    }

    /// Writes the sample of this series.
    public func write(to text: inout PrometheusText, name: String, labels: [(name: String, value: String)]) {
        guard !value.isNaN else { return }
        text.sample(name: name, labels: labels, value: value)
    }
}
