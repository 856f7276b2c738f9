internal import CMosquitto

extension MQTTClient {
    /// Queues a message; it leaves with the next `write`.
    ///
    /// Returns the id that `mqttPublished` will name.
    ///
    /// With QoS 1 or 2 the message is kept, over reconnections too (but see `options.resendsUnacknowledged`), until the
    /// broker has taken it over; without a connection it throws `notConnected` and is not kept. libmosquitto's own
    /// queue has no bound: the caller sets one. With `expiresAfterSeconds` a broker of MQTT 5 throws the message away
    /// that it could not deliver by then; 3.1.1 knows no such thing.
    @discardableResult
    public func publish(
        topic: String, payload: UnsafeRawBufferPointer, qos: MQTTQoS = .atLeastOnce, retain: Bool = false,
        expiresAfterSeconds: UInt32? = nil
    ) throws(MQTTError) -> MQTTMessageID {
        // Asked first, because libmosquitto would keep the message and still report an error.
        guard socket != nil else { throw MQTTError(.notConnected, topic) }
        var properties: OpaquePointer?
        defer { mosquitto_property_free_all(&properties) }
        if let expiresAfterSeconds, options.version == .v5 {
            try check(
                mosquitto_property_add_int32(
                    &properties, Int32(MQTT_PROP_MESSAGE_EXPIRY_INTERVAL.rawValue), expiresAfterSeconds), topic)
        }
        var id: Int32 = 0
        let result = mosquitto_publish_v5(
            handle, &id, topic, Int32(clamping: payload.count), payload.baseAddress, qos.rawValue, retain, properties)
        if result == MOSQ_ERR_INVAL.rawValue { throw MQTTError(.topicInvalid, topic) }
        try check(result, topic)
        return MQTTMessageID(truncatingIfNeeded: id)
    }

    /// Queues a message that is held as bytes.
    @discardableResult
    public func publish(
        topic: String, payload: [UInt8], qos: MQTTQoS = .atLeastOnce, retain: Bool = false,
        expiresAfterSeconds: UInt32? = nil
    ) throws(MQTTError) -> MQTTMessageID {
        var result: Result<MQTTMessageID, MQTTError> = .failure(MQTTError(.notConnected))
        payload.withUnsafeBytes { bytes in
            result = Result { () throws(MQTTError) in
                try publish(
                    topic: topic, payload: bytes, qos: qos, retain: retain, expiresAfterSeconds: expiresAfterSeconds)
            }
        }
        return try result.get()
    }

    /// Asks for the messages of a filter (`plant/+/+/#`); `mqttSubscribed` answers.
    @discardableResult
    public func subscribe(_ filter: String, qos: MQTTQoS = .atLeastOnce) throws(MQTTError) -> MQTTMessageID {
        var id: Int32 = 0
        let result = mosquitto_subscribe(handle, &id, filter, qos.rawValue)
        if result == MOSQ_ERR_INVAL.rawValue { throw MQTTError(.topicInvalid, filter) }
        try check(result, filter)
        return MQTTMessageID(truncatingIfNeeded: id)
    }

    /// Gives a subscription up.
    public func unsubscribe(_ filter: String) throws(MQTTError) {
        try check(mosquitto_unsubscribe(handle, nil, filter), filter)
    }
}
