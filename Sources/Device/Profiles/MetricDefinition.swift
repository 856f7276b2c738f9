public import Telemetry

/// One quantity that a device measures.
public struct MetricDefinition: Sendable, Equatable {
    /// Unique in its profile.
    public var name: MetricName
    /// The UCUM unit in which it is stored and shown.
    public var unit: String
    /// Other spellings and units that are taken, each with its conversion; the unit itself need not stand here.
    public var accepts: [AcceptedUnit]
    /// What can be measured; a value outside is quarantined.
    public var range: ClosedRange<Double>?
    /// How often the device sends it.
    public var intervalSeconds: Double
    /// A change smaller than this, in the metric's unit, says nothing; 0 for none.
    public var deadband: Double
    /// The usual value, in the metric's unit; nothing when it is to be learned from the machine.
    public var baseline: Double?
    /// Whether readings of it are scored for anomalies; counters are not.
    public var isScored: Bool
    /// What it is to the machine's twin; nothing when the twin has no use for it.
    public var role: MetricRole?
    /// For people.
    public var title: String

    /// A metric by its parts; without a role it takes the one that has its name, if there is one.
    public init(
        name: MetricName, unit: String, accepts: [AcceptedUnit] = [], range: ClosedRange<Double>? = nil,
        intervalSeconds: Double = 2, deadband: Double = 0, baseline: Double? = nil, isScored: Bool = true,
        role: MetricRole? = nil, title: String = ""
    ) {
        self.name = name
        self.unit = unit
        self.accepts = accepts
        self.range = range
        self.intervalSeconds = intervalSeconds
        self.deadband = deadband
        self.baseline = baseline
        self.isScored = isScored
        self.role = role ?? MetricRole(rawValue: name.text)
        self.title = title
    }
}
