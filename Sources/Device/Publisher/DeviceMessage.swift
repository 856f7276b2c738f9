public import MQTT

/// One MQTT message of a device, as it goes out or came in.
public struct DeviceMessage: Sendable, Equatable {
    /// Without wildcards; at most 65 535 bytes.
    public var topic: String
    /// Any bytes, at most 268 435 455; the agent takes far fewer.
    public var payload: [UInt8]
    /// With 0 the message may be lost without a word when the connection breaks.
    public var qos: MQTTQoS
    /// Whether the broker keeps it for those who subscribe later.
    public var retain: Bool

    /// A message from bytes.
    public init(topic: String, payload: [UInt8], qos: MQTTQoS = .atLeastOnce, retain: Bool = false) {
        self.topic = topic
        self.payload = payload
        self.qos = qos
        self.retain = retain
    }

    /// A message from text.
    public init(topic: String, text: String, qos: MQTTQoS = .atLeastOnce, retain: Bool = false) {
        self.init(topic: topic, payload: Array(text.utf8), qos: qos, retain: retain)
    }
}
