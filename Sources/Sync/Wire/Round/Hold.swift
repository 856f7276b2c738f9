public import Telemetry

/// The hub takes nothing of a stream for a while, because of a limit: never an acknowledgement and never a drop.
public struct Hold: Sendable, Equatable {
    /// Nothing: all streams.
    public var stream: SyncStream?
    /// The hub's time, to show.
    public var until: Timestamp
    /// From now, to act on, because clocks differ.
    public var milliseconds: UInt64
    /// Which limit, as `readings-per-day`.
    public var limit: String
    /// One sentence for people.
    public var reason: String

    /// A hold by its parts; `until` and `milliseconds` say the same on two clocks.
    public init(stream: SyncStream?, until: Timestamp, milliseconds: UInt64, limit: String, reason: String) {
        self.stream = stream
        self.until = until
        self.milliseconds = milliseconds
        self.limit = limit
        self.reason = reason
    }
}
