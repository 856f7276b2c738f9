public import MQTT

/// How a publisher connects and what it does when the broker is slow or away.
public struct DevicePublisherOptions: Sendable {
    /// What happens to a message when the queue is full.
    public enum WhenFull: Sendable, Equatable {
        /// The newest is refused and its sender told.
        case refuseNewest
        /// The oldest that waits is given up for it.
        case dropOldest
    }

    /// The connection.
    ///
    /// Its `sendMaximum` is set from `inFlightMax`.
    public var connection: MQTTClientOptions
    /// Messages that may wait for the broker.
    public var queueCapacity = 10_000
    /// Whoever loses is told `queueFull` or `dropped`.
    public var whenFull = WhenFull.refuseNewest
    /// Messages that may be sent without an acknowledgement, 1 to 65 535.
    public var inFlightMax = 1_000
    /// Waits between attempts to connect: from the first, doubling, to the last, each with ±25 % of chance.
    public var reconnectSecondsMin = 0.2
    /// The longest wait between attempts, in seconds.
    public var reconnectSecondsMax = 30.0
    /// Published first after each connection, as a machine's retained state.
    public var birth: DeviceMessage?
    /// Published last before a good-bye, since the broker then keeps the last will to itself.
    public var farewell: DeviceMessage?

    /// A publisher's options for a connection; everything else has a default that a device wants.
    public init(connection: MQTTClientOptions) {
        self.connection = connection
    }
}
