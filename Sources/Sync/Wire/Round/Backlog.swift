public import Telemetry

/// What an agent still has to send.
public struct Backlog: Sendable, Equatable {
    /// Records of stream E that were not acknowledged.
    public var events: UInt64
    /// Measured readings in sealed segments.
    public var readings: UInt64
    /// Sealed segments that were not settled.
    public var segments: UInt64
    /// Of those segments as they are sent, and of the records of streams E and D that were not acknowledged.
    public var bytes: UInt64
    /// When the oldest of it was measured, happened or was written.
    public var oldestAt: Timestamp?
    /// How long it takes at the present rate; nothing while that is not known.
    public var secondsLeft: Double?

    /// A backlog by its parts; the session adds `secondsLeft` where it is not known.
    public init(
        events: UInt64, readings: UInt64, segments: UInt64, bytes: UInt64, oldestAt: Timestamp?,
        secondsLeft: Double? = nil
    ) {
        self.events = events
        self.readings = readings
        self.segments = segments
        self.bytes = bytes
        self.oldestAt = oldestAt
        self.secondsLeft = secondsLeft
    }

    /// Nothing to send.
    public static let empty = Backlog(events: 0, readings: 0, segments: 0, bytes: 0, oldestAt: nil)
}
