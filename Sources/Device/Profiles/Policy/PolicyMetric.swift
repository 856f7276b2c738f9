public import Telemetry

/// A metric that a condition looks at.
public struct PolicyMetric: Sendable, Equatable {
    /// One of the profile's.
    public var name: MetricName
    /// Its slot in the profile.
    public var slot: Int
    /// Its unit, for people.
    public var unit: String

    /// A metric by its parts; that it is the profile's is the reader's affair.
    public init(name: MetricName, slot: Int, unit: String) {
        self.name = name
        self.slot = slot
        self.unit = unit
    }
}
