import Foundation
import HubAPI
import HubStore
import HubTenancy
import Runtime
import SyncCore
import SyncWire
import Telemetry
import TestKit
import Testing

@Suite("What agents call", .serialized)
struct SyncTests {
    /// An agent that was enrolled with a token of its own.
    private struct Agent {
        var id: String
        var credential: String
        let incarnation: IncarnationID
        private var round: UInt64 = 0

        init(_ hub: TestHub, _ user: TestUser) async throws {
            var random = SystemRandomNumberGenerator()
            incarnation = .random(using: &random)
            let enrolment = try await hub.call(
                "POST", "/api/agents/enrolments", ["name": "gateway", "expiresInMinutes": 5], token: user.token)
            let enrolled = try await Agent.enrol(hub, enrolment.data["token"]?.text ?? "", incarnation)
            id = try #require(enrolled.data["agentId"]?.text)
            credential = try #require(enrolled.data["credential"]?.text)
        }

        static func enrol(_ hub: TestHub, _ token: String, _ incarnation: IncarnationID) async throws -> TestAnswer {
            try await hub.call(
                "POST", "/sync/v1/enrol",
                [
                    "token": .string(token), "name": "gateway-1", "version": "1.0.0",
                    "incarnation": .string(incarnation.description),
                ])
        }

        /// A round with the first events of the stream and live values.
        mutating func frame(events: [EventPayload] = [], live: LiveBatch? = nil) throws -> [UInt8] {
            round += 1
            let start = EventChain.start(of: incarnation)
            let records = events.enumerated().map { index, payload in
                EventRecord(
                    seq: UInt64(index + 1), kind: payload.kind, priority: payload.priority, payload: payload.encode())
            }
            return try RoundFrame.encode(
                RoundRequest(
                    hello: AgentHello(
                        software: "1.0.0", incarnation: incarnation, round: round, resumeToken: [], hubGeneration: 1,
                        acknowledged: EventCursor(seq: 0, chain: start), newestEvent: UInt64(records.count),
                        newestSegment: 0),
                    events: records.isEmpty ? nil : EventBatch(records: records, following: start), segments: [],
                    live: live, report: AgentReport(backlog: .empty, disk: nil),
                    clock: ClockStamps(agentSent: SystemClock().now())))
        }

        func send(_ bytes: [UInt8], to hub: TestHub) async throws -> TestAnswer {
            try await hub.send("POST", "/sync/v1/round", Data(bytes), token: credential)
        }
    }

    @Test("a token enrols one agent, once, and not at all when it has run out")
    func enrolment() async throws {
        let hub = try await SharedHub.shared.get()
        let user = try await hub.newcomer()
        let made = try await hub.call("POST", "/api/agents/enrolments", ["name": "gateway"], token: user.token)
        let token = made.data["token"]?.text ?? ""
        let incarnation = IncarnationID(UniqueID(high: 1, low: 1))
        #expect(try await Agent.enrol(hub, token, incarnation).data["tenantId"]?.text == user.tenant)
        let again = try await Agent.enrol(hub, token, incarnation)
        #expect(again.status == 401)
        #expect(again.code == "ENROLMENT_TOKEN_INVALID")
        #expect(try await Agent.enrol(hub, "mwe_rubbish", incarnation).status == 401)
        let late = try await hub.call("POST", "/api/agents/enrolments", ["name": "gateway"], token: user.token)
        try await hub.psql("UPDATE agent_enrolments SET expires_at = now() - interval '1 s' WHERE used_at IS NULL")
        #expect(try await Agent.enrol(hub, late.data["token"]?.text ?? "", incarnation).status == 401)
        let agents = try await hub.call("GET", "/api/agents", token: user.token)
        #expect(agents.data.elements?.compactMap { $0["name"]?.text } == ["gateway-1"])
    }

    @Test("a round brings a machine, its live values are heard, and the only admin takes the machine on")
    func round() async throws {
        let hub = try await SharedHub.shared.get()
        let user = try await hub.newcomer()
        let socket = try await LiveSocket.connect(port: hub.port, token: user.token)
        try await socket.subscribe("machines", "agents")
        var agent = try await Agent(hub, user)
        let key = try #require(MachineKey(factory: "north", machine: "pump-1"))
        let power = try #require(MetricName("power"))
        let now = SystemClock().now()
        let seen = MachineSeen(
            machine: key, profile: "pump@1", machineType: "PUMP", isOnline: true,
            metrics: [MachineSeen.Metric(name: power, unit: "kW", intervalSeconds: 2)], at: now)
        let live = LiveBatch(
            at: now,
            machines: [
                LiveMachine(
                    key: key, status: .online,
                    metrics: [LiveReading(name: power, unit: "kW", time: now, value: 4.5, quality: .good)], twin: nil)
            ])
        let answer = try await agent.send(try agent.frame(events: [.machineSeen(seen)], live: live), to: hub)
        #expect(answer.status == 200)
        #expect(try RoundFrame.decodeAnswer(answer.bytes).events.seq == 1)
        let update = try await socket.wait(for: "sensor_update")
        #expect(update["data"]?["metrics"]?["power"]?["value"]?.number == 4.5)
        try await waitUntil("the agent is online") {
            socket.messages.contains { $0["agent"]?["online"]?.bool == true }
        }
        let machines = try await hub.call("GET", "/api/machines", token: user.token)
        let machine = try #require(machines.data[0])
        #expect(machine["status"]?.text == "PENDING")
        #expect(machine["agent"]?["name"]?.text == "gateway-1")
        let id = machine["id"]?.text ?? ""
        let approved = try await hub.call(
            "PATCH", "/api/machines/\(id)/approve", ["decision": "APPROVED"], token: user.token)
        #expect(approved.data["status"]?.text == "ONLINE")
        #expect(approved.data["intervals"]?["power"]?.number == 2)
        try await socket.wait(for: "approval_status")
        try await socket.close()
    }

    @Test("a round without a credential, with a false one, a revoked one, or another's data is refused")
    func refused() async throws {
        let hub = try await SharedHub.shared.get()
        let user = try await hub.newcomer()
        var agent = try await Agent(hub, user)
        let frame = Data(try agent.frame())
        #expect(try await hub.send("POST", "/sync/v1/round", frame).status == 401)
        #expect(try await hub.send("POST", "/sync/v1/round", frame, token: user.token).status == 401)
        let forged = "mwa_" + String(repeating: "A", count: 43)
        #expect(try await hub.send("POST", "/sync/v1/round", frame, token: forged).code == "CREDENTIAL_INVALID")
        #expect(try await agent.send(Array(frame), to: hub).status == 200)
        let other = try await Agent(hub, user)
        let foreign = try await other.send(Array(frame), to: hub)
        #expect(foreign.status == 403)
        #expect(foreign.code == "AGENT_MISMATCH")
        #expect(try await hub.call("DELETE", "/api/agents/\(agent.id)", token: user.token).status == 204)
        #expect(try await agent.send(try agent.frame(), to: hub).status == 401)
    }

    @Test("bytes that are no round, and too many of them, are refused with their reason")
    func malformed() async throws {
        let hub = try await TestHub { $0.roundBytesMax = 10_000 }
        let user = try await hub.newcomer()
        var agent = try await Agent(hub, user)
        var frame = try agent.frame()
        let rubbish = try await agent.send([1, 2, 3], to: hub)
        #expect(rubbish.status == 400)
        #expect(rubbish.code?.hasPrefix("FRAME_") == true)
        frame[frame.count - 1] ^= 0xFF
        let corrupt = try await agent.send(frame, to: hub)
        #expect(corrupt.status == 400)
        #expect(try await agent.send(Array(repeating: 0, count: 20_000), to: hub).status == 413)
        #expect(try await agent.send(try agent.frame(), to: hub).status == 200)
        try await hub.stop()
    }

    @Test("an agent that is not heard any more is told of once, and so is its return")
    func offline() async throws {
        let hub = try await TestHub()
        let user = try await hub.newcomer()
        var agent = try await Agent(hub, user)
        _ = try await agent.send(try agent.frame(), to: hub)
        let tenant = try #require(TenantID(user.tenant))
        let plant = hub.plantStore
        func watch() async throws -> Int {
            try await plant.watchAgents(silenceSeconds: 60, at: SystemClock().now(), .init(tenant: tenant)).count
        }
        #expect(try await watch() == 0)
        try await hub.psql("UPDATE agents SET last_seen_at = now() - interval '2 min'")
        #expect(try await watch() == 2)
        #expect(try await watch() == 0)
        let alerts = try await hub.call("GET", "/api/alerts?open=true", token: user.token)
        #expect(alerts.data.elements?.compactMap { $0["kind"]?.text } == ["AGENT_OFFLINE"])
        #expect(alerts.data[0]?["agentId"]?.text == agent.id)
        _ = try await agent.send(try agent.frame(), to: hub)
        #expect(try await watch() == 2)
        let later = try await hub.call("GET", "/api/alerts?open=true", token: user.token)
        #expect(later.data[0]?["state"]?.text == "unacknowledged-returned")
        try await hub.stop()
    }
}
