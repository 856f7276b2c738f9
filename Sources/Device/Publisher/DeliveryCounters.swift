/// What has become of the messages of one publisher since it was made.
public struct DeliveryCounters: Sendable, Equatable {
    /// Messages that the queue took.
    public var submitted: UInt64 = 0
    /// Handed to the connection at least once.
    public var sent: UInt64 = 0
    /// Taken over by the broker; with QoS 0, given to the network.
    public var acknowledged: UInt64 = 0
    /// Ended without an acknowledgement, for whatever reason; includes `dropped`, not `refused`.
    public var failed: UInt64 = 0
    /// Never taken, because the queue was full.
    public var refused: UInt64 = 0
    /// Taken and given up for newer ones, because the queue was full.
    public var dropped: UInt64 = 0
    /// Connections that the broker accepted.
    public var connections: UInt64 = 0

    /// Nothing yet.
    public init() {}

    /// Adds those of another publisher.
    public mutating func add(_ other: DeliveryCounters) {
        submitted += other.submitted
        sent += other.sent
        acknowledged += other.acknowledged
        failed += other.failed
        refused += other.refused
        dropped += other.dropped
        connections += other.connections
    }
}
