import DeviceProfiles
import DeviceSimulator
import MQTT
import MillwrightDevice
import Synchronization
import Telemetry
import TestKit
import Testing

@Suite(.serialized) struct SimulatorTests {
    @Test func aDayOfThePastGoesByAtOnceAndEveryMessageArrives() async throws {
        let broker = try await MosquittoServer.start()
        let heard = Mutex<[String: Int]>([:])
        let listener = try DevicePublisher(options(broker, "listener"))
        listener.subscribe("plant/north/+/+") { message in heard.withLock { $0[message.topic, default: 0] += 1 } }
        try await listener.waitUntilConnected()

        var settings = SimulatorOptions()
        settings.startsAt = Timestamp(seconds: 1_700_000_000)
        settings.speed = nil
        settings.intervalSeconds = 600
        settings.durationSeconds = 86_400
        let simulator = try Simulator(
            try members(["pump-1", "pump-2"]), connection: options(broker, "sim").connection, options: settings)
        try await simulator.connect()
        #expect(simulator.connected == 2)
        await simulator.run()
        let counters = simulator.counters
        #expect(counters.acknowledged == 2 * 144 * 5 && counters.failed == 0 && counters.refused == 0)
        try await waitUntil("all heard") {
            heard.withLock { $0.filter { !$0.key.hasSuffix("/state") }.values.reduce(0, +) } == 2 * 144 * 5
        }
        await listener.stop()
    }

    @Test func aRunningMachineObeys() async throws {
        let broker = try await MosquittoServer.start()
        var settings = SimulatorOptions()
        settings.intervalSeconds = 0.05
        settings.layout = .together
        let simulator = try Simulator(
            try members(["pump-1"]), connection: options(broker, "sim").connection, options: settings)
        let run = Task { await simulator.run() }
        let answers = Mutex<[String]>([])
        let agent = try DevicePublisher(options(broker, "agent"))
        agent.subscribe("plant/north/pump-1/ack") { message in
            answers.withLock { $0.append(String(decoding: message.payload, as: UTF8.self)) }
        }
        let power = Mutex<Double?>(nil)
        agent.subscribe("plant/north/pump-1") { message in
            power.withLock { $0 = JSONValue(message.payload)?["power"]?.number }
        }
        try await waitUntil("it runs") { power.withLock { $0 ?? 0 } > 5 }
        try await agent.publish(DeviceMessage(topic: "plant/north/pump-1/cmd/stop", text: #"{"id":"c1"}"#))
        try await waitUntil("it stands") { power.withLock { $0 == 0 } }
        try await waitUntil("it is done") { answers.withLock { $0.count } == 2 }
        #expect(answers.withLock { $0.map { $0.contains("accepted") } } == [true, false])
        run.cancel()
        await run.value
        await agent.stop()
        #expect(simulator.connected == 0)
    }

    private func members(_ names: [String]) throws -> [Simulator.Member] {
        try names.map { name in
            Simulator.Member(
                key: try #require(MachineKey(factory: "north", machine: name)), profile: try TestMachines.pump())
        }
    }

    private func options(_ broker: MosquittoServer, _ clientID: String) -> DevicePublisherOptions {
        var connection = MQTTClientOptions(port: broker.port, clientID: clientID)
        connection.cleanSession = true
        return DevicePublisherOptions(connection: connection)
    }
}
