/// How hard MQTT tries to deliver a message.
public enum MQTTQoS: Int32, Sendable, CaseIterable, Comparable {
    case atMostOnce = 0
    case atLeastOnce = 1
    case exactlyOnce = 2

    /// The weaker promise is the smaller.
    public static func < (left: MQTTQoS, right: MQTTQoS) -> Bool { left.rawValue < right.rawValue }
}
