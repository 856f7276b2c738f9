internal import MQTT

/// What one turn of a publisher's loop has heard from its client, kept until the loop takes it over.
final class PublisherEars: MQTTHandler {
    struct Answer {
        var id: MQTTMessageID
        var refusal: MQTTError?
    }

    struct Disconnection {
        var error: MQTTError?
    }

    var error: MQTTError?
    private var answers: [Answer] = []
    private var messages: [DeviceMessage] = []
    private var disconnection: Disconnection?
    private var hasConnected = false

    func mqttConnected(sessionPresent: Bool) { hasConnected = true }

    func mqttDisconnected(_ error: MQTTError?) {
        disconnection = Disconnection(error: error)
        hasConnected = false
    }

    func mqttMessage(topic: UnsafeBufferPointer<UInt8>, payload: UnsafeBufferPointer<UInt8>, qos: MQTTQoS, retain: Bool)
    {
        messages.append(
            DeviceMessage(
                topic: String(decoding: topic, as: UTF8.self), payload: Array(payload), qos: qos, retain: retain))
    }

    func mqttPublished(_ id: MQTTMessageID, refusal: MQTTError?) {
        answers.append(Answer(id: id, refusal: refusal))
    }

    func mqttSubscribed(_ id: MQTTMessageID, refusal: MQTTError?) {
        if let refusal { error = refusal }
    }

    func takeAnswers() -> [Answer] {
        defer { answers.removeAll(keepingCapacity: true) }
        return answers
    }

    func takeDisconnection() -> Disconnection? {
        defer { disconnection = nil }
        return disconnection
    }

    func takeConnection() -> Bool {
        defer { hasConnected = false }
        return hasConnected
    }

    /// The messages that came, in order.
    func takeMessages() -> [DeviceMessage] {
        defer { messages.removeAll(keepingCapacity: true) }
        return messages
    }
}
