internal import Synchronization

/// A number of things that happened; it only rises.
public final class Counter: Instrument {
    /// The kind's name in the exposition format.
    public static let kind = "counter"

    private let total = Atomic<UInt64>(0)

    init() {}

    /// What was counted since the process began.
    public var value: UInt64 { total.load(ordering: .relaxed) }

    /// Adds to the count; wraps after 2⁶⁴, which a reader takes for a restart.
    public func increment(by amount: UInt64 = 1) {
        total.wrappingAdd(amount, ordering: .relaxed)
    }

    /// Lifts the count to a total kept elsewhere (a thread's own plain integer); a lower one changes nothing.
    public func advance(to amount: UInt64) {
        total.max(amount, ordering: .relaxed)
    }

    /// Writes the sample of this series.
    public func write(to text: inout PrometheusText, name: String, labels: [(name: String, value: String)]) {
        text.sample(name: name, labels: labels, count: value)
    }
}
