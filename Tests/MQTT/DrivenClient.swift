import Foundation
import MQTT
import TestKit

/// A client with the loop that a test turns by hand, and what it has heard.
final class DrivenClient: MQTTHandler {
    struct Heard: Equatable {
        var topic: String
        var payload: String
        var qos: MQTTQoS
        var retain: Bool
    }

    let client: MQTTClient
    var connections: [Bool] = []
    var disconnections: [MQTTError?] = []
    var heard: [Heard] = []
    var published: [MQTTMessageID] = []
    var subscribed: [MQTTMessageID] = []
    var refusals: [MQTTError] = []

    init(_ options: MQTTClientOptions) throws {
        client = try MQTTClient(options: options)
        client.handler = self
    }

    func mqttConnected(sessionPresent: Bool) { connections.append(sessionPresent) }

    func mqttDisconnected(_ error: MQTTError?) { disconnections.append(error) }

    func mqttMessage(topic: UnsafeBufferPointer<UInt8>, payload: UnsafeBufferPointer<UInt8>, qos: MQTTQoS, retain: Bool)
    {
        heard.append(
            Heard(
                topic: String(decoding: topic, as: UTF8.self), payload: String(decoding: payload, as: UTF8.self),
                qos: qos, retain: retain))
    }

    func mqttPublished(_ id: MQTTMessageID, refusal: MQTTError?) {
        published.append(id)
        if let refusal { refusals.append(refusal) }
    }

    func mqttSubscribed(_ id: MQTTMessageID, refusal: MQTTError?) {
        subscribed.append(id)
        if let refusal { refusals.append(refusal) }
    }

    /// One turn of the loop; without writing, acknowledgements stay where they are.
    func turn(writing: Bool = true) {
        guard let socket = client.socket else { return }
        let events = Int16(POLLIN) | (client.wantsWrite && writing ? Int16(POLLOUT) : 0)
        var entry = pollfd(fd: socket, events: events, revents: 0)
        poll(&entry, 1, 5)
        while !client.readAvailable(maximum: 64).isDrained {}
        if writing { client.write() }
    }

    /// Turns until a condition holds.
    func turn(until what: String, writing: Bool = true, _ condition: () -> Bool) throws {
        try blockUntil(what) {
            turn(writing: writing)
            return condition()
        }
    }

    /// Connects and waits for the broker's word.
    func connect() throws {
        try client.connect()
        try turn(until: "connected") { !connections.isEmpty }
    }

    func subscribe(_ filter: String, qos: MQTTQoS = .atLeastOnce) throws {
        let id = try client.subscribe(filter, qos: qos)
        try turn(until: "subscribed") { subscribed.contains(id) }
    }
}
