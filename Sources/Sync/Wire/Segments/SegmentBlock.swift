public import Telemetry

/// Columns of one machine that share one column of times.
public struct SegmentBlock: Sendable, Equatable {
    /// The factory and the machine by their names on the edge, at most 255 bytes each.
    public var machine: MachineKey
    /// Whether the agent computed the values; they are never counted as readings.
    public var isDerived: Bool
    /// Microseconds since 1970, never falling.
    public var times: [Int64]
    /// Each as long as `times`.
    public var columns: [SegmentColumn]

    /// A block by its parts; what does not fit together is refused when it is encoded.
    public init(machine: MachineKey, isDerived: Bool, times: [Int64], columns: [SegmentColumn]) {
        self.machine = machine
        self.isDerived = isDerived
        self.times = times
        self.columns = columns
    }
}
