import MQTT
import TestKit
import Testing

@Suite(.serialized) struct ClientTests {
    @Test(arguments: [MQTTClientOptions.Version.v311, .v5], MQTTQoS.allCases)
    func aMessageArrivesAsItWasSent(version: MQTTClientOptions.Version, qos: MQTTQoS) async throws {
        let broker = try await MosquittoServer.start()
        let listener = try DrivenClient(options(broker, "listener", version))
        try listener.connect()
        try listener.subscribe("plant/#", qos: .exactlyOnce)
        let sender = try DrivenClient(options(broker, "sender", version))
        try sender.connect()
        let id = try sender.client.publish(topic: "plant/f/m/power", payload: Array("22.1".utf8), qos: qos)
        try sender.turn(until: "published") { sender.published == [id] }
        try listener.turn(until: "heard") { !listener.heard.isEmpty }
        #expect(listener.heard == [.init(topic: "plant/f/m/power", payload: "22.1", qos: qos, retain: false)])
        #expect(sender.refusals.isEmpty)
    }

    @Test func aRetainedMessageAndALastWillAreKept() async throws {
        let broker = try await MosquittoServer.start()
        var dying = options(broker, "device")
        dying.will = .init(topic: "plant/f/m/state", payload: Array("gone".utf8))
        var device: DrivenClient? = try DrivenClient(dying)
        try device?.connect()
        device = nil
        let listener = try DrivenClient(options(broker, "listener"))
        try listener.connect()
        try listener.subscribe("plant/+/+/state")
        try listener.turn(until: "will heard") { !listener.heard.isEmpty }
        #expect(listener.heard.first?.payload == "gone")
    }

    @Test func aBrokerThatComesBackIsFoundAgain() async throws {
        let broker = try await MosquittoServer.start()
        let client = try DrivenClient(options(broker, "c"))
        try client.connect()
        broker.kill()
        try client.turn(until: "loss noticed") { !client.disconnections.isEmpty }
        #expect(client.disconnections.first??.reason == .connectionLost)
        #expect(client.client.socket == nil)
        try await broker.startAgain()
        try client.client.connect()
        try client.turn(until: "connected again") { client.connections.count == 2 }
        try client.subscribe("a")
    }

    @Test func goodByeIsSaidAndHeard() async throws {
        let broker = try await MosquittoServer.start()
        let client = try DrivenClient(options(broker, "c"))
        try client.connect()
        client.client.disconnect()
        try client.turn(until: "good-bye sent") { client.client.socket == nil }
        #expect(client.disconnections == [nil])
    }

    @Test func aMessageWithoutAConnectionIsRefusedAndNotKept() async throws {
        let client = try MQTTClient(options: MQTTClientOptions(clientID: "c"))
        #expect(throws: MQTTError(.notConnected, "a")) { try client.publish(topic: "a", payload: [1]) }
    }
}

func options(
    _ broker: MosquittoServer, _ clientID: String, _ version: MQTTClientOptions.Version = .v311
) -> MQTTClientOptions {
    var options = MQTTClientOptions(port: broker.port, clientID: clientID)
    options.version = version
    options.keepAliveSeconds = 5
    return options
}
