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

    mutating func add(_ other: SegmentTotals) {
        segments += other.segments
        readings += other.readings
        derived += other.derived
        bytes += other.bytes
    }

    /// Takes away what was added before.
    mutating func remove(_ other: SegmentTotals) {
        segments -= min(segments, other.segments)
        readings -= min(readings, other.readings)
        derived -= min(derived, other.derived)
        bytes -= min(bytes, other.bytes)
    }
}
