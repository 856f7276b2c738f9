import HubAPI
import HubPlant
import NIOWebSocket
import SyncClient
import Telemetry
import TestKit
import Testing

@Suite("Live screens", .serialized)
struct LiveTests {
    /// A tenant with a factory and a machine.
    private struct Plant {
        var user: TestUser
        var tenant: TenantID
        var factory: FactoryID
        var machine: MachineID

        init(_ hub: TestHub) async throws {
            user = try await hub.newcomer()
            tenant = try #require(TenantID(user.tenant))
            let made = try await hub.call("POST", "/api/factories", ["name": "north"], token: user.token)
            factory = try #require(made.data["id"]?.text.flatMap { FactoryID($0) })
            let asked = try await hub.call(
                "POST", "/api/machines", ["name": "pump-1", "type": "PUMP", "factoryId": .of(factory)],
                token: user.token)
            machine = try #require(asked.data["id"]?.text.flatMap { MachineID($0) })
        }

        func power(_ value: Double, at seconds: Int64 = 1_000) throws -> PlantEvent {
            let metric = LiveMetric(
                metric: try #require(MetricName("power")), unit: "kW", time: Timestamp(seconds: seconds), value: value,
                quality: .good, score: 0.25)
            let twin = TwinValues(
                temperature: 60, vibration: 1, health: 93, failureProbability: 0.07, remainingHours: 900)
            return PlantEvent(
                tenant: tenant, kind: .sensorUpdate(machine: machine, factory: factory, metrics: [metric], twin: twin))
        }
    }

    @Test("a screen that says who it is hears its machine, in the shape of the specification")
    func sensorUpdate() async throws {
        let hub = try await SharedHub.shared.get()
        let plant = try await Plant(hub)
        let socket = try await LiveSocket.connect(port: hub.port, token: plant.user.token)
        try await socket.subscribe("machine:\(plant.machine)")
        hub.hub.publish([try plant.power(3.5)])
        let update = try await socket.wait(for: "sensor_update")
        #expect(update["machineId"]?.text == plant.machine.description)
        #expect(update["messageId"]?.text != nil)
        #expect(update["timestamp"]?.text != nil)
        let power = update["data"]?["metrics"]?["power"]
        #expect(power?["value"]?.number == 3.5)
        #expect(power?["unit"]?.text == "kW")
        #expect(power?["score"]?.number == 0.25)
        #expect(power?["expected"] == .null)
        #expect(update["data"]?["twin"]?["health"]?.number == 93)
        try await socket.close()
    }

    @Test("the token may come in the sub-protocol, on the gateway's path too")
    func subprotocol() async throws {
        let hub = try await SharedHub.shared.get()
        let plant = try await Plant(hub)
        let socket = try await LiveSocket.connect(
            port: hub.port, path: "/ws/gateway",
            headers: ["Sec-WebSocket-Protocol": "millwright.v1, bearer.\(plant.user.token)"])
        try await socket.wait(for: "authenticated")
        try await socket.close()
    }

    @Test("who shows no token, or a false one, is shut out with a code")
    func unauthenticated() async throws {
        let hub = try await SharedHub.shared.get()
        let silent = try await LiveSocket.connect(port: hub.port)
        try await silent.send(["type": "subscribe", "channels": ["alerts"]])
        #expect(try await silent.wait(for: "error")["code"]?.text == "UNAUTHENTICATED")
        #expect(try await silent.waitForClose() == 4_401)
        let forged = try await LiveSocket.connect(port: hub.port)
        try await forged.send(["type": "authenticate", "token": "a.b.c"])
        #expect(try await forged.waitForClose() == 4_401)
    }

    @Test("nobody hears another tenant, whatever is asked for")
    func isolation() async throws {
        let hub = try await SharedHub.shared.get()
        let plant = try await Plant(hub)
        let stranger = try await hub.newcomer()
        let socket = try await LiveSocket.connect(port: hub.port, token: stranger.token)
        try await socket.subscribe(
            "machine:\(plant.machine)", "factory:\(plant.factory)", "machines", "alerts", "agents", "everything")
        let errors = socket.messages.filter { $0["type"]?.text == "error" }
        #expect(errors.compactMap { $0["code"]?.text } == ["NOT_FOUND", "NOT_FOUND", "UNKNOWN_CHANNEL"])
        #expect(
            try await socket.wait(for: "subscribed")["channels"] == ["agents", "alerts", "machines"])
        let own = try await LiveSocket.connect(port: hub.port, token: plant.user.token)
        try await own.subscribe("machines")
        hub.hub.publish([try plant.power(1)])
        try await own.wait(for: "sensor_update")
        try await socket.send(["type": "heartbeat"])
        try await socket.wait(for: "heartbeat")
        #expect(!socket.messages.contains { $0["type"]?.text == "sensor_update" })
        try await own.close()
        try await socket.close()
    }

    @Test("within the window telemetry is coalesced to the newest, and comes in one batch")
    func coalescing() async throws {
        let hub = try await TestHub { $0.liveWindowSeconds = 0.4 }
        let plant = try await Plant(hub)
        let socket = try await LiveSocket.connect(port: hub.port, token: plant.user.token)
        try await socket.subscribe("machines")
        for value in 0..<200 { hub.hub.publish([try plant.power(Double(value), at: Int64(value))]) }
        hub.hub.publish([
            PlantEvent(tenant: plant.tenant, kind: .notice(.agent(AgentID(UniqueID(high: 0, low: 1)))))
        ])
        try await waitUntil("the newest value") {
            socket.messages.last { $0["type"]?.text == "sensor_update" }?["data"]?["metrics"]?["power"]?["value"]
                == 199
        }
        let updates = socket.messages.filter { $0["type"]?.text == "sensor_update" }
        #expect(updates.count <= 4)
        try await hub.stop()
    }

    @Test("an alert is heard when someone acknowledges it, and again after a reconnect with since")
    func alerts() async throws {
        let hub = try await SharedHub.shared.get()
        let plant = try await Plant(hub)
        try await hub.psql(
            """
            INSERT INTO alerts (tenant_id, id, machine_id, kind, severity, active, message, raised_at, changed_at)
            VALUES ('\(plant.tenant)', '\(plant.machine)', '\(plant.machine)', 'TEMPERATURE', 'WARNING', true, 'hot',
                '2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z')
            """)
        let socket = try await LiveSocket.connect(port: hub.port, token: plant.user.token)
        try await socket.subscribe("alerts")
        let changed = try await hub.call(
            "PATCH", "/api/alerts/\(plant.machine)", ["action": "acknowledge"], token: plant.user.token)
        let heard = try await socket.wait(for: "machine_alert")
        #expect(heard["alert"] == changed.data)
        try await socket.close()
        let later = try await LiveSocket.connect(port: hub.port, token: plant.user.token)
        try await later.subscribe("alerts", since: "2025-12-31T00:00:00Z")
        #expect(try await later.wait(for: "machine_alert")["replayed"]?.bool == true)
        try await later.close()
        let current = try await LiveSocket.connect(port: hub.port, token: plant.user.token)
        try await current.subscribe("alerts", since: changed.data["changedAt"]?.text)
        try await current.send(["type": "heartbeat"])
        try await current.wait(for: "heartbeat")
        #expect(!current.messages.contains { $0["type"]?.text == "machine_alert" })
        try await current.close()
    }

    @Test("what happens at one hub is heard by the screens of every hub, once")
    func replicas() async throws {
        let first = try await TestHub()
        let plant = try await Plant(first)
        let second = try await TestHub(replicaOf: first)
        let token = try #require(try await second.logIn(plant.user.email)["token"]?.text)
        let screens = [
            try await LiveSocket.connect(port: first.port, token: plant.user.token),
            try await LiveSocket.connect(port: second.port, token: token),
        ]
        for screen in screens { try await screen.subscribe("alerts", "machine:\(plant.machine)", "agents") }
        let gateway = try await TestGateway(first, plant.user)
        try await first.psql(
            """
            INSERT INTO alerts (tenant_id, id, machine_id, kind, severity, active, message, raised_at, changed_at)
            VALUES ('\(plant.tenant)', '\(plant.machine)', '\(plant.machine)', 'TEMPERATURE', 'WARNING', true, 'hot',
                '2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z')
            """)
        let changed = try await first.call(
            "PATCH", "/api/alerts/\(plant.machine)", ["action": "acknowledge"], token: plant.user.token)
        for screen in screens {
            let enrolled = try await screen.wait(for: "agent_status")
            #expect(enrolled["agent"]?["id"]?.text == "\(gateway.identity.agent)")
            #expect(try await screen.wait(for: "machine_alert")["alert"] == changed.data)
            #expect(screen.messages.count { $0["type"]?.text == "machine_alert" } == 1)
            try await screen.close()
        }
        try await second.stop()
        try await first.stop()
    }

    @Test("a page of another site gets no socket, and a path that is none is answered")
    func origins() async throws {
        let hub = try await SharedHub.shared.get()
        await #expect(throws: (any Error).self) {
            _ = try await LiveSocket.connect(port: hub.port, headers: ["Origin": "https://evil.example"])
        }
        let own = try await LiveSocket.connect(port: hub.port, headers: ["Origin": "http://127.0.0.1:\(hub.port)"])
        try await own.close()
        let upgrade = """
            GET /healthz HTTP/1.1\r\nHost: hub\r\nUpgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings\r
            HTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n
            """
        #expect(try await RawConnection.exchange(upgrade, port: hub.port).hasPrefix("HTTP/1.1 200 OK"))
        #expect(try await hub.call("GET", "/ws").status == 426)
    }

    @Test("rubbish is answered, and what is no text ends the socket")
    func rubbish() async throws {
        let hub = try await SharedHub.shared.get()
        let user = try await hub.newcomer()
        let socket = try await LiveSocket.connect(port: hub.port, token: user.token)
        try await socket.write(.text, Array("{".utf8))
        #expect(try await socket.wait(for: "error")["code"]?.text == "MALFORMED_MESSAGE")
        try await socket.write(.binary, [1, 2, 3])
        #expect(try await socket.waitForClose() == 1_003)
    }

    @Test("logging out closes the session's sockets, and a hub that stops says so to the others")
    func endings() async throws {
        let hub = try await TestHub()
        let user = try await hub.newcomer()
        let first = try await LiveSocket.connect(port: hub.port, token: user.token)
        #expect(try await hub.call("POST", "/api/auth/logout", token: user.token).status == 204)
        #expect(try await first.waitForClose() == 4_401)
        let token = try await hub.logIn(user.email)["token"]?.text
        let second = try await LiveSocket.connect(port: hub.port, token: token ?? "")
        async let stopped: Void = hub.stop()
        #expect(try await second.waitForClose() == 1_001)
        try await stopped
    }
}
