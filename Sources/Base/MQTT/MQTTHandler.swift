/// Who hears what a client's connection brings.
///
/// Every function is called on the thread, and from inside, of one of the client's own calls (`readAvailable`, `write`,
/// `misc`, `disconnect`). A handler may publish and subscribe from here: that only queues. It must not connect.
public protocol MQTTHandler: AnyObject {
    /// The broker accepted the connection. Without a session present, subscriptions must be made again.
    func mqttConnected(sessionPresent: Bool)

    /// The connection is gone, by `disconnect` (no error) or because of the error; `connect` starts over.
    func mqttDisconnected(_ error: MQTTError?)

    /// A message came. Both buffers are valid during the call only; the topic has no terminator.
    ///
    /// For QoS 1 the acknowledgement is queued already and leaves with the next `write`. Whether the broker marked the
    /// message as a repeat is not known: libmosquitto keeps that flag to itself.
    func mqttMessage(topic: UnsafeBufferPointer<UInt8>, payload: UnsafeBufferPointer<UInt8>, qos: MQTTQoS, retain: Bool)

    /// A published message was taken over by the broker (QoS 1, 2) or given to the network (QoS 0), or was refused.
    func mqttPublished(_ id: MQTTMessageID, refusal: MQTTError?)

    /// The broker answered a subscription; `refusal` when it granted nothing for at least one filter.
    func mqttSubscribed(_ id: MQTTMessageID, refusal: MQTTError?)
}

extension MQTTHandler {
    /// Does nothing: a handler that publishes with QoS 0 only need not care.
    public func mqttPublished(_ id: MQTTMessageID, refusal: MQTTError?) {}
    /// Does nothing: a refused subscription is then silent.
    public func mqttSubscribed(_ id: MQTTMessageID, refusal: MQTTError?) {}
}
