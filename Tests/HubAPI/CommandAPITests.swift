import HubAPI
import HubIngest
import HubPlant
import HubStore
import HubTenancy
import Runtime
import SyncCore
import SyncWire
import Telemetry
import Testing

@Suite("Commands over the API", .serialized)
struct CommandAPITests {
    private struct World {
        let hub: TestHub
        let user: TestUser
        var edge: PlayedEdge
        let machine: String

        init() async throws {
            hub = try await SharedHub.shared.get()
            user = try await hub.newcomer()
            edge = try await PlayedEdge(hub, user)
            machine = try await edge.machine(hub)
        }

        func call(
            _ method: String, _ path: String, _ body: JSONValue? = nil, headers: [String: String] = [:]
        ) async throws -> TestAnswer {
            try await hub.call(method, path, body, token: user.token, headers: headers)
        }

        func send(_ body: JSONValue) async throws -> TestAnswer {
            try await call("POST", "/api/machines/\(machine)/commands", body)
        }

        func state(_ id: String) async throws -> String? {
            try await call("GET", "/api/commands/\(id)").data["state"]?.text
        }

        func alerts() async throws -> [JSONValue] {
            let all = try await call("GET", "/api/alerts").data.elements ?? []
            return all.filter { $0["kind"]?.text == "COMMAND_UNKNOWN" }
        }

        var admission: CommandAdmission {
            CommandAdmission(
                tenant: edge.principal.scope.tenant, agent: edge.principal.agent, keys: edge.keys.last?.keys ?? [])
        }
    }

    @Test("a command is signed, sent once, and ends in one state; what comes late is noted")
    func life() async throws {
        var world = try await World()
        let sent = try await world.send(["action": "stop", "arguments": ["ramp": 5], "executionClass": "probe"])
        #expect(sent.status == 201)
        let id = try #require(sent.data["id"]?.text)
        #expect(sent.data["state"]?.text == "QUEUED")
        try await world.edge.exchange()
        #expect(world.edge.commands.count == 1)
        let order = try world.admission.verify(try #require(world.edge.commands.first))
        #expect("\(order.id)" == id)
        #expect(order.arguments == .object(["ramp": .number(5)]))
        try await world.edge.exchange()
        #expect(world.edge.commands.count == 1)
        var states: [String?] = []
        for state in [CommandState.received, .executing, .accepted, .done] {
            try await world.edge.report(order, state)
            states.append(try await world.state(id))
        }
        #expect(states == ["RECEIVED", "EXECUTING", "ACCEPTED", "DONE"])
        try await world.edge.report(order, .failed)
        let command = try await world.call("GET", "/api/commands/\(id)").data
        #expect(command["state"]?.text == "DONE")
        #expect(command["history"]?.elements?.last?["late"]?.bool == true)
        let cancelled = try await world.call("DELETE", "/api/commands/\(id)")
        #expect(cancelled.data["state"]?.text == "DONE")
        let list = try await world.call("GET", "/api/machines/\(world.machine)/commands")
        #expect(list.data.elements?.count == 1)
    }

    @Test("a command is found by the beginning of its id")
    func beginning() async throws {
        let world = try await World()
        let ids = [
            try #require(try await world.send(["action": "stop"]).data["id"]?.text),
            try #require(try await world.send(["action": "start"]).data["id"]?.text),
        ]
        func found(_ query: String) async throws -> [String] {
            try await world.call("GET", "/api/commands\(query)").data.elements?.compactMap { $0["id"]?.text } ?? []
        }
        #expect(Set(try await found("")) == Set(ids))
        #expect(Set(try await found("?beginning=\(ids[0].prefix(4))")) == Set(ids))
        for id in ids {
            #expect(try await found("?beginning=\(id)") == [id])
            #expect(try await found("?beginning=\(id.dropLast(3))") == [id])
            #expect(try await found("?beginning=\(id.prefix(30).uppercased())") == [id])
        }
        #expect(try await found("?beginning=ffff").isEmpty)
        for wrong in ["0192-zz", "%2B1", "\(ids[0])0"] {
            #expect(try await world.call("GET", "/api/commands?beginning=\(wrong)").faultyFields == ["beginning"])
        }
    }

    @Test("a refusal of other bytes under its id leaves a command as it is")
    func forged() async throws {
        var world = try await World()
        let id = try #require(try await world.send(["action": "stop"]).data["id"]?.text)
        try await world.edge.exchange()
        let sent = try #require(world.edge.commands.first)
        let order = try world.admission.verify(sent)
        var forged = sent
        forged.signature[0] ^= 1
        let code = "COMMAND_SIGNATURE_INVALID"
        try await world.edge.report(order, .refused, code: code, received: forged.digest)
        #expect(try await world.state(id) == "QUEUED")
        let history = try await world.call("GET", "/api/commands/\(id)").data["history"]?.elements
        #expect(history?.last?["event"]?.text == "FORGED" && history?.last?["code"]?.text == code)
        // Its own bytes, refused: by an agent that trusts another key.
        try await world.edge.report(order, .refused, code: "COMMAND_KEY_UNKNOWN", received: sent.digest)
        #expect(try await world.state(id) == "REFUSED")
    }

    @Test("a repeated call sends one command; bad ones are refused with their field")
    func once() async throws {
        var world = try await World()
        let path = "/api/machines/\(world.machine)/commands"
        let key = ["Idempotency-Key": "k1"]
        let first = try await world.call("POST", path, ["action": "stop"], headers: key)
        let again = try await world.call("POST", path, ["action": "stop"], headers: key)
        #expect(first.data["id"]?.text == again.data["id"]?.text)
        #expect(try await world.send(["action": ""]).faultyFields == ["action"])
        #expect(try await world.send(["action": "stop", "expiresInSeconds": 0]).faultyFields == ["expiresInSeconds"])
        #expect(
            try await world.send(["action": "stop", "notBefore": "2099-01-01T00:00:00Z"]).faultyFields == ["notBefore"])
        let stale = try await world.send(["action": "stop", "precondition": ["documentRevision": 99]])
        #expect(stale.code == "STALE_REVISION")
        let stranger = try await world.hub.newcomer()
        let foreign = try await world.hub.call("POST", path, ["action": "stop"], token: stranger.token)
        #expect(foreign.status == 404)
        try await world.edge.exchange()
        #expect(world.edge.commands.count == 1)
    }

    @Test("a command is taken back: at once before it went, by a message after")
    func cancel() async throws {
        var world = try await World()
        let unsent = try #require(try await world.send(["action": "stop"]).data["id"]?.text)
        let back = try await world.call("DELETE", "/api/commands/\(unsent)?reason=mistake")
        #expect(back.data["state"]?.text == "CANCELLED")
        let sent = try #require(try await world.send(["action": "stop"]).data["id"]?.text)
        try await world.edge.exchange()
        #expect(world.edge.commands.count == 1)
        _ = try await world.call("DELETE", "/api/commands/\(sent)")
        #expect(try await world.state(sent) == "QUEUED")
        let removal = try await world.call("DELETE", "/api/machines/\(world.machine)")
        #expect(removal.code == "MACHINE_IN_USE")
        try await world.edge.exchange()
        #expect(world.edge.cancels.map { "\($0.id)" } == [sent])
        try await world.edge.report(try CommandOrder.decode(world.edge.commands[0].order), .cancelled)
        #expect(try await world.state(sent) == "CANCELLED")
    }

    @Test("what was never sent expires; what was sent and is not heard of is unknown")
    func overdue() async throws {
        var world = try await World()
        let sent = try #require(try await world.send(["action": "stop", "expiresInSeconds": 30]).data["id"]?.text)
        try await world.edge.exchange()
        let unsent = try #require(try await world.send(["action": "stop", "expiresInSeconds": 30]).data["id"]?.text)
        let store = CommandStore(world.hub.pool)
        let scope = world.edge.principal.scope
        let soon = SystemClock().now().advanced(seconds: 60)
        try await store.endOverdue(at: soon, scope)
        #expect(try await world.state(unsent) == "EXPIRED")
        #expect(try await world.state(sent) == "QUEUED")
        let late = soon.advanced(seconds: CommandStore.graceSeconds)
        let told = "SELECT subject FROM notices WHERE kind = 'alert' AND machine_id = '\(world.machine)'"
        #expect(try await world.hub.psql(told) == "")
        try await store.endOverdue(at: late, scope)
        #expect(try await world.state(sent) == "UNKNOWN")
        let order = try CommandOrder.decode(world.edge.commands[0].order)
        let alert = AlertID(unknown: order.id)
        #expect(try await world.hub.psql(told) == "\(alert)")
        let raised = try await world.alerts()
        #expect(raised.map { $0["id"]?.text } == ["\(alert)"])
        #expect(raised.map { $0["state"]?.text } == ["unacknowledged-active"])
        try await store.endOverdue(at: late, scope)
        #expect(try await world.hub.psql(told) == "\(alert)")
        // The agent finds the same: it is the same alert.
        world.edge.event(
            .alert(.unknown(order.id, of: order.machine, action: order.action, why: "silence", at: late)))
        try await world.edge.report(order, .done)
        #expect(try await world.state(sent) == "UNKNOWN")
        // What is heard of it after all ends the alert.
        let returned = try await world.alerts()
        #expect(returned.map { $0["id"]?.text } == ["\(alert)"])
        #expect(returned.map { $0["state"]?.text } == ["unacknowledged-returned"])
        let audited = try await world.hub.psql(
            "SELECT count(*) FROM audit_log WHERE action = 'COMMAND_UNKNOWN' AND target = '\(sent)'")
        #expect(audited == "1")
    }

    @Test("a new key is vouched for by the old one, and another one is refused")
    func keys() async throws {
        let hub = try await TestHub()
        let user = try await hub.newcomer()
        var edge = try await PlayedEdge(hub, user)
        try await edge.exchange()
        #expect(edge.keys.map { $0.keys.map(\.id) } == [[hub.signer.id]])
        let next = CommandSigner.random()
        let store = CommandKeyStore(hub.pool)
        await #expect(throws: CommandKeyStore.Failure.self) { try await store.register(next, previous: nil) }
        try await store.register(next, previous: hub.signer)
        try await store.register(next, previous: nil)
        try await edge.exchange()
        let admission = CommandAdmission(
            tenant: edge.principal.scope.tenant, agent: edge.principal.agent, keys: edge.keys[0].keys)
        #expect(admission.adopted(try #require(edge.keys.last))?.map(\.id) == [next.id, hub.signer.id])
        #expect(try await store.newest()?.keys.count == 2)
        try await hub.stop()
    }
}
