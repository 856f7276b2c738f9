public import Telemetry

/// Which readings of one machine are asked for.
public struct ReadingsQuery: Sendable, Equatable {
    /// The most points of a series that may be asked for.
    public static let pointsMax = 10_000

    /// Whose readings.
    public var machine: MachineID
    /// The first moment, itself included.
    public var from: Timestamp
    /// The last moment, itself left out.
    public var to: Timestamp
    /// Only these, or all that the machine has.
    public var metrics: [MetricName]?
    /// How finely, or as fits the span.
    public var resolution: ReadingsResolution?
    /// The most points of a series in the answer, 2 to `pointsMax`; more are thinned without losing peaks.
    public var points: Int
    /// Whether what the agent derived (scores, bands, the twin's values) is asked for too; it is always raw.
    public var includesDerived: Bool

    /// A question about the readings of a machine between two moments.
    public init(
        machine: MachineID, from: Timestamp, to: Timestamp, metrics: [MetricName]? = nil,
        resolution: ReadingsResolution? = nil, points: Int = 1_000, includesDerived: Bool = true
    ) {
        self.machine = machine
        self.from = from
        self.to = to
        self.metrics = metrics
        self.resolution = resolution
        self.points = min(max(points, 2), Self.pointsMax)
        self.includesDerived = includesDerived
    }
}
