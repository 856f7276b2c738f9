/// How the delivery of one message ended.
public enum DeliveryOutcome: Sendable, Equatable {
    /// The broker has taken it over (QoS 1 and 2), or it was given to the network (QoS 0).
    case acknowledged
    /// It was not delivered, or with QoS 0 nobody knows.
    case failed(DeviceError)
}
