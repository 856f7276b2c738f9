internal import CMosquitto
internal import Glibc

// File-scope functions, because a closure literal may inherit an actor's isolation and dies on another thread (SIGILL).
// `object` is the client that was handed to mosquitto_new; it owns the C handle, so it is alive whenever this runs.

func mqttHeardConnect(
    _ handle: OpaquePointer?, _ object: UnsafeMutableRawPointer?, _ code: Int32, _ flags: Int32,
    _ properties: OpaquePointer?
) {
    withClient(object) { $0.heardConnect(code: code, flags: flags) }
}

func mqttHeardDisconnect(
    _ handle: OpaquePointer?, _ object: UnsafeMutableRawPointer?, _ result: Int32, _ properties: OpaquePointer?
) {
    withClient(object) { $0.heardDisconnect(result: result) }
}

func mqttHeardMessage(
    _ handle: OpaquePointer?, _ object: UnsafeMutableRawPointer?, _ message: UnsafePointer<mosquitto_message>?
) {
    guard let message, let topic = message.pointee.topic else { return }
    let topicLength = strlen(topic)
    topic.withMemoryRebound(to: UInt8.self, capacity: topicLength) { topicBytes in
        let payloadLength = max(0, Int(message.pointee.payloadlen))
        let payload = message.pointee.payload?.assumingMemoryBound(to: UInt8.self)
        withClient(object) {
            $0.heardMessage(
                topic: UnsafeBufferPointer(start: topicBytes, count: topicLength),
                payload: UnsafeBufferPointer(start: payload, count: payload == nil ? 0 : payloadLength),
                qos: message.pointee.qos, retain: message.pointee.retain)
        }
    }
}

func mqttHeardPublish(
    _ handle: OpaquePointer?, _ object: UnsafeMutableRawPointer?, _ id: Int32, _ code: Int32,
    _ properties: OpaquePointer?
) {
    withClient(object) { $0.heardPublish(id: id, code: code) }
}

func mqttHeardSubscribe(
    _ handle: OpaquePointer?, _ object: UnsafeMutableRawPointer?, _ id: Int32, _ count: Int32,
    _ granted: UnsafePointer<Int32>?, _ properties: OpaquePointer?
) {
    let codes = UnsafeBufferPointer(start: granted, count: granted == nil ? 0 : max(0, Int(count)))
    withClient(object) { $0.heardSubscribe(id: id, refused: codes.first { $0 >= 128 }) }
}

private func withClient(_ object: UnsafeMutableRawPointer?, _ body: (MQTTClient) -> Void) {
    guard let object else { return }
    Unmanaged<MQTTClient>.fromOpaque(object)._withUnsafeGuaranteedRef(body)
}
