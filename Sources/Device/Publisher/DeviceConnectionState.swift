public import MQTT

/// Where a publisher's connection is.
public enum DeviceConnectionState: Sendable, Equatable {
    case connecting
    case connected
    /// Lost or refused; the publisher tries again by itself.
    case disconnected(MQTTError?)
    case stopped
}
