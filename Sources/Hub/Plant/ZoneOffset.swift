public import Telemetry

/// By how much a zone's clock is ahead of UTC at a moment.
public struct ZoneOffset: Sendable, Equatable {
    /// The moment.
    public var time: Timestamp
    /// Hours.
    public var hours: Double

    /// An offset by its parts.
    public init(time: Timestamp, hours: Double) {
        self.time = time
        self.hours = hours
    }
}
