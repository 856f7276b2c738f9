import Foundation
import MQTT
import MillwrightDevice
import NIOPosix
import SyncClient
import SyncCore
import TestKit
import Testing

/// Bad input gets an error that says which, is counted, and harms nothing else.
@Suite("Bad input", .serialized)
struct BadInputTests {
    @Test("each kind of bad message is quarantined with its reason, and good ones around it arrive")
    func messages() async throws {
        let plant = try await PlantUnderTest.start()
        let publisher = try DevicePublisher(
            DevicePublisherOptions(connection: .init(host: "127.0.0.1", port: plant.broker.port, clientID: "bad")))
        let now = Int64(Date().timeIntervalSince1970 * 1_000)
        func good(_ offset: Int64) async throws {
            let text = #"{"ts": \#(now + offset), "value": 21.5, "unit": "kW"}"#
            try await publisher.publish(DeviceMessage(topic: "plant/hall/good/power", text: text))
        }
        try await publisher.publish(
            DeviceMessage(
                topic: "plant/hall/bad/state", text: #"{"online": true, "profile": "pump"}"#, retain: true))
        let bad: [(topic: String, payload: String, code: String)] = [
            ("plant/hall/bad/power", "{not json", "PAYLOAD_NOT_JSON"),
            ("plant/hall/bad/power", #"{"value": 1e9}"#, "VALUE_OUT_OF_RANGE"),
            ("plant/hall/bad/power", #"{"value": 5, "unit": "Cel"}"#, "UNIT_MISMATCH"),
            ("plant/hall/bad/power", #"{"unit": "kW"}"#, "VALUE_MISSING"),
            ("plant/hall/bad/power", #"{"value": "five"}"#, "VALUE_NOT_A_NUMBER"),
            ("plant/hall/bad/power", #"{"value": 5, "ts": "yesterday"}"#, "TIME_INVALID"),
            ("plant/hall/bad/power", #"{"value": 5, "ts": \#(now + 86_400_000)}"#, "TIME_IN_FUTURE"),
            ("plant/hall/bad/power", String(repeating: "x", count: 1_000_000), "PAYLOAD_TOO_LARGE"),
            ("plant/hall/bad/power/too/deep", #"{"value": 5}"#, "TOPIC_UNKNOWN"),
        ]
        for (number, message) in bad.enumerated() {
            try await good(Int64(number))
            try await publisher.publish(DeviceMessage(topic: message.topic, text: message.payload))
        }
        try await good(100)
        try await waitUntil("the agent has seen all of it", within: .seconds(20)) {
            try await plant.agentMetric("millwright_agent_readings_stored_total") >= Double(bad.count + 1)
        }
        for message in bad {
            try await waitUntil("\(message.code) is counted", within: .seconds(5)) {
                try await plant.agentMetric("millwright_agent_rejected_total", containing: message.code) >= 1
            }
        }
        try await plant.waitForRows(bad.count + 1)
        let machines = try await plant.rows("SELECT name, approval FROM machines ORDER BY name")
        #expect(
            machines.contains(["good", "PENDING"]), "a machine that nobody knew is kept and can be adopted: \(machines)"
        )
        await publisher.stop(within: 5)
        try await plant.stop()
    }

    @Test("the hub refuses what is no round, is forged or is nobody's, and goes on")
    func rounds() async throws {
        let plant = try await PlantUnderTest.start()
        let calls = plant.calls
        let wrong = try await calls.call(
            "POST", "/api/auth/login", ["email": plant.email, "password": "not-the-password"])
        #expect(wrong.status == 401)
        let unknown = try await calls.call(
            "POST", "/api/auth/login", ["email": "nobody@plant.example", "password": "not-the-password"])
        #expect(unknown.status == 401)
        #expect(unknown.errorCode == wrong.errorCode, "a wrong user and a wrong password are answered the same")

        #expect(try await calls.call("POST", "/sync/v1/round", raw: Data("x".utf8)).status == 404, "not on this port")
        let identity = try #require(try IdentityFile(path: plant.folder.file("agent/identity.json")).read())
        let stranger = try plant.connection(HubTrust(authoritiesFile: try plant.authoritiesFile(of: identity)))
        guard case .failure = await stranger.answer(to: Data("x".utf8)) else {
            Issue.record("who shows no certificate was answered")
            return
        }
        let agent = try plant.connection(HubTrust(identity: identity))
        let garbage = try await agent.answer(to: Data(repeating: 7, count: 500)).get()
        #expect(garbage.status == 400, "\(String(decoding: garbage.body, as: UTF8.self))")
        #expect(String(decoding: garbage.body, as: UTF8.self).contains(#""FRAME_"#))
        let oversized = try await agent.answer(to: Data(count: 9 << 20)).get()
        #expect(oversized.status == 413)
        #expect(await calls.status(of: "/readyz") == 200)
        try await plant.stop()
    }

    @Test("a configuration with three mistakes names all three, with their lines")
    func configuration() async throws {
        let folder = try TemporaryFolder("config")
        let file = try folder.write("mqtt:\n  prot: 1883\n  port: 99999\nstore:\n  budget: lots\n", to: "agent.yaml")
        let agent = try ChildProcess(
            PlantUnderTest.root + "/.build/debug/millwright-agent", ["run", "--config", file],
            environment: ["MILLWRIGHT_AGENT__DATA_DIR": folder.file("data")])
        #expect(try await agent.wait() == .exited(78))
        for mark in ["agent.yaml:2", "agent.yaml:3", "agent.yaml:5"] {
            #expect(agent.output.contains(mark), "\(mark) is not named in: \(agent.output)")
        }
    }
}

extension PlantUnderTest {
    /// A connection to the hub's port for agents.
    fileprivate func connection(_ trust: HubTrust) throws -> HubConnection {
        try HubConnection(
            endpoint: HubEndpoint("https://127.0.0.1:\(syncPort)"), trust: trust,
            group: .singletonMultiThreadedEventLoopGroup)
    }

    fileprivate func authoritiesFile(of identity: AgentIdentity) throws -> String {
        try folder.write(identity.authoritiesPEM, to: "authorities.pem")
    }
}

extension HubConnection {
    /// What comes back for a round.
    fileprivate func answer(to body: Data) async -> Result<HubReply, RoundFailure> {
        await withCheckedContinuation { continuation in
            post(
                path: Self.roundPath, contentType: "application/octet-stream", body: Array(body), deadlineSeconds: 20
            ) { continuation.resume(returning: $0) }
        }
    }
}
