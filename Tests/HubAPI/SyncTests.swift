import Foundation
import HubAPI
import HubPlant
import HubStore
import HubTenancy
import Runtime
import SyncClient
import SyncCore
import SyncWire
import Telemetry
import TestKit
import Testing

@Suite("What agents call", .serialized)
struct SyncTests {
    /// What a client without a library of ours sends.
    private static func enrol(
        _ hub: TestHub, _ token: String, _ incarnation: IncarnationID, request: String? = nil
    ) async throws -> TestAnswer {
        try await hub.call(
            "POST", "/sync/v1/enrol",
            [
                "token": .string(token), "request": .string(try request ?? AgentKey().request()), "name": "gateway-1",
                "version": "1.0.0", "incarnation": .string(incarnation.description),
            ])
    }

    @Test("a token enrols one agent, once, and not at all when it has run out")
    func enrolment() async throws {
        let hub = try await SharedHub.shared.get()
        let user = try await hub.newcomer()
        let made = try await hub.call("POST", "/api/agents/enrolments", ["name": "gateway"], token: user.token)
        let token = made.data["token"]?.text ?? ""
        let incarnation = IncarnationID(UniqueID(high: 1, low: 1))
        let unsigned = try await Self.enrol(hub, token, incarnation, request: String(AgentKey().request().reversed()))
        #expect(unsigned.status == 422)
        #expect(unsigned.code == "SIGNING_REQUEST_INVALID", "and the token can still be used")
        #expect(try await Self.enrol(hub, token, incarnation).data["tenantId"]?.text == user.tenant)
        let again = try await Self.enrol(hub, token, incarnation)
        #expect(again.status == 401)
        #expect(again.code == "ENROLMENT_TOKEN_INVALID")
        #expect(try await Self.enrol(hub, "mwe_rubbish", incarnation).status == 401)
        let late = try await hub.call("POST", "/api/agents/enrolments", ["name": "gateway"], token: user.token)
        try await hub.psql("UPDATE agent_enrolments SET expires_at = now() - interval '1 s' WHERE used_at IS NULL")
        #expect(try await Self.enrol(hub, late.data["token"]?.text ?? "", incarnation).status == 401)
        let agents = try await hub.call("GET", "/api/agents", token: user.token)
        #expect(agents.data.elements?.compactMap { $0["name"]?.text } == ["gateway-1"])
        #expect(agents.data[0]?["certificateExpiresAt"]?.text != nil)
    }

    @Test("a round brings a machine, its live values are heard, and the only admin takes the machine on")
    func round() async throws {
        let hub = try await SharedHub.shared.get()
        let user = try await hub.newcomer()
        let socket = try await LiveSocket.connect(port: hub.port, token: user.token)
        try await socket.subscribe("machines", "agents")
        let agent = try await TestGateway(hub, user)
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
        let answer = try await agent.send(agent.frame(events: [.machineSeen(seen)], live: live))
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

    @Test("bytes that are no round, and too many of them, are refused with their reason")
    func malformed() async throws {
        let hub = try await TestHub { $0.roundBytesMax = 10_000 }
        let user = try await hub.newcomer()
        let agent = try await TestGateway(hub, user)
        var frame = try agent.frame()
        let rubbish = await agent.send([1, 2, 3])
        #expect(rubbish.status == 400)
        #expect(rubbish.code?.hasPrefix("FRAME_") == true)
        frame[frame.count - 1] ^= 0xFF
        let corrupt = await agent.send(frame)
        #expect(corrupt.status == 400)
        let large = await agent.send(Array(repeating: 0, count: 20_000))
        #expect(large.status == 413 && large.code == "FRAME_TOO_LARGE")
        let counted = try await hub.call("GET", "/metrics").text
        #expect(counted.contains("\nmillwright_hub_rounds_total{outcome=\"FRAME_TOO_LARGE\"} 1\n"), "\(counted)")
        #expect(try await agent.send(agent.frame()).status == 200)
        try await hub.stop()
    }

    @Test("an agent that is not heard any more is told of once, and so is its return")
    func offline() async throws {
        let hub = try await TestHub()
        let user = try await hub.newcomer()
        let agent = try await TestGateway(hub, user)
        _ = try await agent.send(agent.frame())
        let tenant = try #require(TenantID(user.tenant))
        let plant = hub.plantStore
        func watch() async throws -> Int {
            try await hub.psql("DELETE FROM notices")
            try await plant.watchAgents(silenceSeconds: 60, at: SystemClock().now(), .init(tenant: tenant))
            return Int(try await hub.psql("SELECT count(*) FROM notices")) ?? -1
        }
        #expect(try await watch() == 0)
        try await hub.psql("UPDATE agents SET last_seen_at = now() - interval '2 min'")
        func census() async throws -> SyncCensus {
            try await plant.syncCensus(at: SystemClock().now(), .init(tenant: tenant))
        }
        #expect(try await census().agents == 1)
        #expect(try await census().agentsSilent == 0)
        #expect(try await watch() == 2)
        #expect(try await watch() == 0)
        try await hub.psql(
            """
            UPDATE agents SET backlog_readings = 700, backlog_segments = 2, backlog_bytes = 1000,
                backlog_oldest_at = now() - interval '1 hour'
            """)
        let counted = try await census()
        #expect(counted.agentsSilent == 1 && counted.agentsStalled == 0)
        #expect(counted.backlogReadings == 700 && counted.backlogBytes == 1_000)
        #expect((3_600..<3_700).contains(counted.backlogSeconds))
        #expect(counted.backlogSecondsLeft == nil)
        try await hub.psql(
            """
            UPDATE agents SET backlog_readings = 0, backlog_segments = 0, backlog_bytes = 50, backlog_events = 4,
                backlog_documents = 3, backlog_oldest_at = now() - interval '2 hours', backlog_seconds_left = 90
            """)
        let small = try await census()
        #expect(small.backlogEvents == 4 && small.backlogDocuments == 3 && small.backlogBytes == 50)
        #expect((7_200..<7_300).contains(small.backlogSeconds) && small.backlogSecondsLeft == 90)
        var both = SyncCensus()
        #expect(both.backlogSecondsLeft == 0)
        both.add(counted)
        #expect(both.backlogSecondsLeft == nil)
        both.add(small)
        #expect(both.backlogSecondsLeft == 90 && both.backlogEvents == 4 && both.backlogReadings == 700)
        #expect(counted.conflictsOpen == 0 && counted.commandsOpen == 0)
        let alerts = try await hub.call("GET", "/api/alerts?open=true", token: user.token)
        #expect(alerts.data.elements?.compactMap { $0["kind"]?.text } == ["AGENT_OFFLINE"])
        #expect(alerts.data[0]?["agentId"]?.text == agent.identity.agent.description)
        _ = try await agent.send(agent.frame())
        #expect(try await watch() == 2)
        let later = try await hub.call("GET", "/api/alerts?open=true", token: user.token)
        #expect(later.data[0]?["state"]?.text == "unacknowledged-returned")
        // One that calls every ten minutes is not gone after two, and is after thirty.
        try await hub.psql("UPDATE agents SET last_seen_at = now() - interval '29 min', round_interval = 600")
        #expect(try await watch() == 0)
        let agents = try await hub.call("GET", "/api/agents", token: user.token)
        #expect(agents.data[0]?["online"]?.bool == true)
        #expect(agents.data[0]?["intervalSeconds"]?.number == 600)
        try await hub.psql("UPDATE agents SET last_seen_at = now() - interval '31 min'")
        #expect(try await watch() == 2)
        try await hub.stop()
    }

    @Test("a round of which a stream was refused counts under the code of the refusal")
    func refusedStreams() async throws {
        let hub = try await TestHub()
        let user = try await hub.newcomer()
        let agent = try await TestGateway(hub, user)
        let entry = EventPayload.audit(
            AuditEntry(at: SystemClock().now(), actor: "agent", action: "test", target: "", detail: ""))
        let answer = try await agent.send(agent.frame(events: [entry], from: 5))
        #expect(try RoundFrame.decodeAnswer(answer.bytes).eventRefusal?.code == "EVENT_GAP")
        let metrics = try await hub.call("GET", "/metrics").text
        #expect(metrics.contains("millwright_hub_rounds_total{outcome=\"EVENT_GAP\"} 1"))
        #expect(!metrics.contains("millwright_hub_rounds_total{outcome=\"ok\"}"))
        #expect(metrics.contains("millwright_hub_streams_refused_total{stream=\"events\",code=\"EVENT_GAP\"} 1"))
        let sync = try await hub.call("GET", "/api/agents/\(agent.identity.agent)/sync", token: user.token)
        #expect(sync.data["lastRounds"]?[0]?["outcome"]?.text == "EVENT_GAP")
        try await hub.stop()
    }
}
