public import Telemetry

/// Which hours of a metric have readings.
public struct HoursKnown: Sendable, Hashable {
    /// How many.
    public var count: Int
    /// When the first of them begins.
    public var oldest: Timestamp?
    /// When the last of them begins.
    public var newest: Timestamp?

    /// Hours that were counted; none unless said otherwise.
    public init(count: Int = 0, oldest: Timestamp? = nil, newest: Timestamp? = nil) {
        self.count = count
        self.oldest = oldest
        self.newest = newest
    }
}
