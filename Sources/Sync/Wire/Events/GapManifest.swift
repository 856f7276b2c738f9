public import Telemetry

/// What telemetry is not there and why, so that the hub shows each machine-hour as complete, thinned or missing.
public struct GapManifest: Sendable, Equatable {
    /// Nothing: all machines.
    public var machine: MachineKey?
    /// Nothing: all metrics.
    public var metric: MetricName?
    /// The time of the first reading that is not there.
    public var from: Timestamp
    /// The time of the last reading that is not there; never before `from`.
    public var to: Timestamp
    /// How many readings it stands for.
    public var readings: UInt64
    /// An upper-case word, as `DROPPED`.
    public var reason: String
    /// Nothing: dropped; otherwise the width that the readings were thinned to.
    public var thinnedToSeconds: UInt32?
    /// The one segment that all of it was in, where the hub may have that one, so that nothing is missing then.
    ///
    /// Nothing: the hub never got any of it.
    public var segment: SegmentReference?
    /// When the agent noted the gap.
    public var at: Timestamp

    /// A manifest by its parts; that `from` is not after `to` is checked when it is decoded.
    public init(
        machine: MachineKey?, metric: MetricName?, from: Timestamp, to: Timestamp, readings: UInt64, reason: String,
        thinnedToSeconds: UInt32?, segment: SegmentReference? = nil, at: Timestamp
    ) {
        self.machine = machine
        self.metric = metric
        self.from = from
        self.to = to
        self.readings = readings
        self.reason = reason
        self.thinnedToSeconds = thinnedToSeconds
        self.segment = segment
        self.at = at
    }
}
