internal import CMosquitto

/// What the C callbacks lead to; each runs inside one of the client's own calls.
extension MQTTClient {
    func heardConnect(code: Int32, flags: Int32) {
        callbacks += 1
        refusal = MQTTError.of(connectCode: code, about: "\(options.host):\(options.port)")
        if refusal == nil { listener?.mqttConnected(sessionPresent: flags & 1 == 1) }
    }

    func heardDisconnect(result: Int32) {
        // errno is read in here, first of all, while it still belongs to the failed call.
        let error = MQTTError.of(result: result, about: "\(options.host):\(options.port)")
        callbacks += 1
        defer { refusal = nil }
        listener?.mqttDisconnected(refusal ?? error)
    }

    func heardMessage(
        topic: UnsafeBufferPointer<UInt8>, payload: UnsafeBufferPointer<UInt8>, qos: Int32, retain: Bool
    ) {
        callbacks += 1
        messages += 1
        listener?.mqttMessage(
            topic: topic, payload: payload, qos: MQTTQoS(rawValue: qos) ?? .atMostOnce, retain: retain)
    }

    func heardPublish(id: Int32, code: Int32) {
        callbacks += 1
        let refusal = code >= 128 ? MQTTError(.publishRefused, "reason \(code)") : nil
        listener?.mqttPublished(MQTTMessageID(truncatingIfNeeded: id), refusal: refusal)
    }

    func heardSubscribe(id: Int32, refused: Int32?) {
        callbacks += 1
        let refusal = refused.map { MQTTError(.subscriptionRefused, "reason \($0)") }
        listener?.mqttSubscribed(MQTTMessageID(truncatingIfNeeded: id), refusal: refusal)
    }
}
