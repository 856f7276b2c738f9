import MQTT
import MillwrightDevice
import Synchronization
import Telemetry
import TestKit
import Testing

@Suite(.serialized) struct PublisherTests {
    @Test(arguments: MQTTQoS.allCases, [MQTTClientOptions.Version.v311, .v5])
    func aMessageIsDeliveredAndHeard(qos: MQTTQoS, version: MQTTClientOptions.Version) async throws {
        let broker = try await MosquittoServer.start()
        let listener = try DevicePublisher(options(broker, "listener", version))
        let heard = Mailbag()
        listener.subscribe("t/+", qos: qos) { heard.add($0) }
        try await listener.waitUntilConnected()
        let sender = try DevicePublisher(options(broker, "sender", version))
        try await waitUntil("the message is heard") {
            try await sender.publish(DeviceMessage(topic: "t/1", text: "hello", qos: qos))
            return !heard.isEmpty
        }
        #expect(heard.messages.first == DeviceMessage(topic: "t/1", text: "hello", qos: qos))
        await sender.stop()
        await listener.stop()
        #expect(sender.counters.failed == 0 && sender.counters.acknowledged == sender.counters.submitted)
    }

    @Test func whatIsSubmittedWithoutABrokerGoesOutWhenItComes() async throws {
        var settings = MosquittoOptions()
        settings.port = FreePort.take()
        var early = DevicePublisherOptions(
            connection: MQTTClientOptions(port: settings.port ?? 0, clientID: "early"))
        early.queueCapacity = 3
        early.reconnectSecondsMax = 0.1
        let publisher = try DevicePublisher(early)
        for number in 0..<3 { #expect(publisher.submit(DeviceMessage(topic: "t", text: String(number)))) }
        #expect(!publisher.submit(DeviceMessage(topic: "t", text: "too much")))
        #expect(publisher.counters.refused == 1)
        let broker = try await MosquittoServer.start(settings)
        try await waitUntil("all acknowledged") { publisher.counters.acknowledged == 3 }
        await publisher.stop()
        broker.kill()
    }

    /// The broker is killed twice in the middle: all that was acknowledged is there, and in order.
    @Test func aBrokerThatDiesLosesNothingThatItKeeps() async throws {
        var settings = MosquittoOptions()
        settings.isPersistent = true
        settings.lines = ["autosave_interval 1", "autosave_on_changes true"]
        let broker = try await MosquittoServer.start(settings)
        let heard = Mailbag()
        var kept = options(broker, "listener")
        kept.connection.cleanSession = false
        let listener = try DevicePublisher(kept)
        listener.subscribe("t") { heard.add($0) }
        try await listener.waitUntilConnected()
        // A connection is no subscription yet: what is published before it stands is nobody's.
        let prober = try DevicePublisher(options(broker, "prober"))
        try await waitUntil("the subscription stands") {
            try await prober.publish(DeviceMessage(topic: "t", text: "ready"))
            return heard.texts.contains("ready")
        }
        await prober.stop()
        let sender = try DevicePublisher(options(broker, "sender"))
        for part in 0..<3 {
            for number in 0..<200 { sender.submit(DeviceMessage(topic: "t", text: String(part * 200 + number))) }
            if part < 2 {
                try await broker.stop()
                try await broker.startAgain()
            }
        }
        try await waitUntil("all acknowledged", within: .seconds(30)) { sender.counters.acknowledged == 600 }
        try await waitUntil("all heard", within: .seconds(30)) { Set(heard.texts).subtracting(["ready"]).count == 600 }
        #expect(sender.counters.failed == 0)
        await sender.stop()
        await listener.stop()
    }

    @Test func aMachineAnnouncesItselfAndAnswersCommands() async throws {
        let broker = try await MosquittoServer.start()
        let key = try #require(MachineKey(factory: "north", machine: "pump-7"))
        var machineOptions = options(broker, "pump-7")
        machineOptions.announce(key, firmware: "1.4.2", profile: "pump")
        let machine = DeviceMachine(key, on: try DevicePublisher(machineOptions))
        machine.onCommand { command in
            machine.answer(command, .accepted)
            machine.answer(command, .done)
        }
        try await machine.publisher.waitUntilConnected()
        let heard = Mailbag()
        let agent = try DevicePublisher(options(broker, "agent"))
        agent.subscribe("plant/north/pump-7/+") { heard.add($0) }
        try await waitUntil("the retained state is heard") { heard.texts.contains { $0.contains(#""online":true"#) } }
        try await agent.publish(DeviceMessage(topic: "plant/north/pump-7/cmd/stop", text: #"{"id":"1"}"#))
        try await waitUntil("both answers are heard") {
            heard.texts.suffix(2) == [#"{"id":"1","status":"accepted"}"#, #"{"id":"1","status":"done"}"#]
        }
        await machine.publisher.stop()
        try await waitUntil("the farewell is heard") { heard.texts.last?.contains(#""online":false"#) == true }
        await agent.stop()
    }

    @Test func aWrongPasswordIsToldAtOnce() async throws {
        var settings = MosquittoOptions()
        settings.passwords = ["device": "right"]
        let broker = try await MosquittoServer.start(settings)
        var wrong = options(broker, "device")
        wrong.connection.credentials = .init(username: "device", password: "wrong")
        let publisher = try DevicePublisher(wrong)
        publisher.submit(DeviceMessage(topic: "t", text: "never"))
        await #expect(throws: DeviceError.self) { try await publisher.waitUntilConnected() }
        await publisher.stop(within: 0)
        #expect(publisher.counters.failed == 1)
        #expect(!publisher.submit(DeviceMessage(topic: "t", text: "after the end")))
    }
}

private func options(
    _ broker: MosquittoServer, _ clientID: String, _ version: MQTTClientOptions.Version = .v311
) -> DevicePublisherOptions {
    var connection = MQTTClientOptions(port: broker.port, clientID: clientID)
    connection.version = version
    connection.cleanSession = true
    var options = DevicePublisherOptions(connection: connection)
    options.reconnectSecondsMin = 0.02
    options.reconnectSecondsMax = 0.1
    return options
}

/// What a subscription has heard.
final class Mailbag: Sendable {
    private let held = Mutex<[DeviceMessage]>([])

    func add(_ message: DeviceMessage) { held.withLock { $0.append(message) } }

    var messages: [DeviceMessage] { held.withLock { $0 } }
    var texts: [String] { messages.map { String(decoding: $0.payload, as: UTF8.self) } }
    var isEmpty: Bool { messages.isEmpty }
}
