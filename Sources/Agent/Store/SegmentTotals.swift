public import Telemetry

/// Sums over the segments of one state.
public struct SegmentTotals: Sendable, Equatable {
    /// How many segments.
    public var segments: UInt64 = 0
    /// Measured readings.
    public var readings: UInt64 = 0
    /// Derived values.
    public var derived: UInt64 = 0
    /// Bytes of their files.
    public var bytes: UInt64 = 0
    /// The earliest time in any of them.
    public var oldestTime: Timestamp?
}
