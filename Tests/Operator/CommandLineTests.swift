import MQTT
import MillwrightDevice
import Synchronization
import TestKit
import Testing

/// The program as a person runs it, on a real broker.
@Suite(.serialized) struct CommandLineTests {
    @Test func oneReadingIsPublished() async throws {
        let (broker, heard) = try await listening()
        let child = try millwright(
            "device publish --port \(broker.port) --factory n --machine m --metric power --value 22.1 --unit kW --qos 2"
        )
        #expect(try await child.wait() == .exited(0))
        #expect(child.output.hasPrefix("sent 1, acknowledged 1, failed 0"))
        try await waitUntil("it is heard") { heard.texts == [#"plant/n/m/power {"value":22.1,"unit":"kW"}"#] }
    }

    @Test func aBadLineIsNamedAndTheOthersArePublished() async throws {
        let (broker, heard) = try await listening()
        let child = try ChildProcess(
            ChildProcess.builtProgram("millwright"), ["device", "publish", "--port", String(broker.port)],
            input: "a/b 1\nnonsense\n{\"topic\":\"c\",\"payload\":\"2\"}\n")
        #expect(try await child.wait() == .exited(1))
        #expect(child.output.contains("line 2: LINE_INVALID") && child.output.contains("acknowledged 2, failed 1"))
        try await waitUntil("both are heard") { heard.texts == ["a/b 1", "c 2"] }
    }

    @Test func failuresHaveACode() async throws {
        let unreachable = try millwright(
            "device publish --port \(FreePort.take()) --topic a --payload b --connect-timeout 0.3")
        #expect(try await unreachable.wait() == .exited(1))
        #expect(unreachable.output.contains("MQTT_UNREACHABLE"))
        let unfinished = try millwright("device publish --factory n")
        #expect(try await unfinished.wait() == .exited(64))
        let unknown = try millwright("device simulate --profiles /nonexistent")
        #expect(try await unknown.wait() != .exited(0))
    }

    @Test func encryptedWithAPasswordAndMQTT5() async throws {
        let folder = try TemporaryFolder()
        let certificates = try await MosquittoCertificates(in: folder)
        var settings = MosquittoOptions()
        settings.tls = (certificates.authorityFile, certificates.serverFile, certificates.serverKeyFile)
        settings.passwords = ["device": "secret"]
        let broker = try await MosquittoServer.start(settings)
        let password = try folder.write("secret\n", to: "password")
        let common =
            "device publish --host localhost --port \(broker.port) --cafile \(certificates.authorityFile)"
            + " --username device --mqtt-version 5 --topic a --payload b --password-file "
        let child = try millwright(common + password)
        #expect(try await child.wait() == .exited(0))
        let wrong = try millwright(common + (try folder.write("guess", to: "wrong")))
        #expect(try await wrong.wait() == .exited(1))
        #expect(wrong.output.contains("MQTT_REFUSED_"))
    }

    @Test func aFileIsReplayed() async throws {
        let (broker, heard) = try await listening()
        let folder = try TemporaryFolder()
        let file = try folder.write(
            "Date;P kW;T\n31.01.2026 12:00:00;1,5;20\n31.01.2026 12:00:01;;21\nsoon;1;1\n", to: "a.csv")
        let child = try millwright("device replay \(file) --port \(broker.port) --machine n/m --speed max --loops 2")
        #expect(try await child.wait() == .exited(1), "one row has no time")
        #expect(child.output.contains("line 4: TIME_INVALID") && child.output.contains("acknowledged 6"))
        try await waitUntil("all are heard") { heard.texts.count == 6 }
        #expect(heard.texts.first == #"plant/n/m/P_kW {"ts":1769860800000,"value":1.5}"#)
        #expect(heard.texts.last == #"plant/n/m/T {"ts":1769860803000,"value":21}"#)
    }

    @Test func profilesAreValidatedWithTheLinesOfTheirMistakes() async throws {
        let folder = try TemporaryFolder()
        let file = try folder.write("name: pump\nversion: one\nmachine_type: PUMP\ncolour: red\n", to: "bad.yaml")
        let child = try millwright("profile validate \(file)")
        #expect(try await child.wait() == .exited(78))
        #expect(child.output.contains("bad.yaml:2") && child.output.contains("bad.yaml:4"))
    }

    @Test func anInterruptedSimulationEndsInOrder() async throws {
        let (broker, heard) = try await listening()
        let folder = try TemporaryFolder()
        try folder.write(Self.profile, to: "profiles/pump.yaml")
        let child = try millwright(
            "device simulate --port \(broker.port) --profiles \(folder.file("profiles")) --kinds pump --count 2"
                + " --interval 0.1 --factory n")
        try await waitUntil("both publish") {
            heard.texts.contains { $0.hasPrefix("plant/n/pump-1/power") }
                && heard.texts.contains { $0.hasPrefix("plant/n/pump-2/power") }
        }
        child.send(2)
        #expect(try await child.wait() == .exited(0))
        #expect(child.output.contains("failed 0"))
        try await waitUntil("both say good-bye") {
            heard.texts.count { $0.contains("/state") && $0.contains("\"online\":false") } == 2
        }
    }

    private static let profile = """
        name: pump
        version: 1
        machine_type: PUMP
        metrics:
          - {name: power, unit: kW, range: [0, 60], interval: 2s, baseline: 18}
          - {name: temperature, unit: Cel, range: [-40, 200], interval: 2s}
        """

    private func millwright(_ arguments: String) throws -> ChildProcess {
        try ChildProcess(
            ChildProcess.builtProgram("millwright"), arguments.split(separator: " ").map(String.init))
    }

    private func listening() async throws -> (MosquittoServer, Mailbag) {
        let broker = try await MosquittoServer.start()
        let mailbag = try Mailbag(port: broker.port)
        try await mailbag.listener.waitUntilConnected()
        try await waitUntil("the subscription stands") {
            try await mailbag.listener.publish(DeviceMessage(topic: "probe", text: ""))
            return mailbag.hasHeardProbe
        }
        return (broker, mailbag)
    }
}

/// All that a broker passes on.
private final class Mailbag: Sendable {
    let listener: DevicePublisher
    private let held: Held

    private final class Held: Sendable {
        let messages = Mutex<[DeviceMessage]>([])
    }

    init(port: Int) throws {
        var connection = MQTTClientOptions(port: port, clientID: "listener")
        connection.cleanSession = true
        listener = try DevicePublisher(DevicePublisherOptions(connection: connection))
        let held = Held()
        self.held = held
        listener.subscribe("#", qos: .exactlyOnce) { message in held.messages.withLock { $0.append(message) } }
    }

    var hasHeardProbe: Bool { held.messages.withLock { $0.contains { $0.topic == "probe" } } }

    /// Topic and payload of each message.
    var texts: [String] {
        held.messages.withLock { messages in
            messages.filter { $0.topic != "probe" }.map {
                "\($0.topic) \(String(decoding: $0.payload, as: UTF8.self))"
            }
        }
    }
}
