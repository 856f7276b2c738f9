public import Telemetry

/// A reading of a hybrid logical clock (Kulkarni and others, 2014): close to the wall clock, never behind a cause.
///
/// It labels records and breaks ties; no promise depends on it.
public struct HybridTime: Hashable, Comparable, Sendable {
    /// The wall clock's part.
    public var at: Timestamp
    /// Counts what happens within one value of `at`.
    public var count: UInt32

    /// A label by its parts.
    public init(at: Timestamp, count: UInt32 = 0) {
        self.at = at
        self.count = count
    }

    /// Earlier labels come first.
    public static func < (left: HybridTime, right: HybridTime) -> Bool {
        (left.at.microseconds, left.count) < (right.at.microseconds, right.count)
    }
}
