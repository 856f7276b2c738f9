internal import MQTT

/// Hears whether the broker takes the doctor's connection.
final class DoctorListener: MQTTHandler {
    private(set) var isConnected = false
    private(set) var isOver = false
    private(set) var error: MQTTError?

    func mqttConnected(sessionPresent: Bool) {
        isConnected = true
        isOver = true
    }

    func mqttDisconnected(_ error: MQTTError?) {
        self.error = self.error ?? error
        isOver = true
    }

    func mqttMessage(
        topic: UnsafeBufferPointer<UInt8>, payload: UnsafeBufferPointer<UInt8>, qos: MQTTQoS, retain: Bool
    ) {}
}
