import HubAPI
import HubIngest
import HubStore
import HubTenancy
import Runtime
import SyncCore
import SyncWire
import Telemetry
import Testing

/// Who may call what about sync, conflicts and commands: each call, each role, and another tenant's user.
@Suite("Rights about sync", .serialized)
struct RightsTests {
    private static let reason: JSONValue = ["reason": "r"]
    private static let never: JSONValue = ["incarnation": "00000000-0000-0000-0000-000000000009"]

    /// One call about something of a tenant, and the role that it takes at least.
    private struct Call {
        var method: String
        var path: String
        var body: JSONValue?
        var least: Role
    }

    /// What a tenant has, by its ids.
    private struct Things {
        var agent: String
        var machine: String
        var conflict: String
        var command: String
        var record: String

        /// Reading and harmless calls first: what takes something away comes last.
        var calls: [Call] {
            let stale: JSONValue = ["take": "hub", "reason": "r"]
            return [
                Call(method: "GET", path: "/api/agents/\(agent)/sync", least: .viewer),
                Call(method: "POST", path: "/api/agents/\(agent)/adopt", body: never, least: .admin),
                Call(method: "POST", path: "/api/agents/\(agent)/reject", body: never, least: .admin),
                Call(method: "GET", path: "/api/agents/\(agent)/document", least: .viewer),
                Call(
                    method: "PATCH", path: "/api/agents/\(agent)/document",
                    body: ["fields": ["desired.sync.interval": 5]], least: .admin),
                Call(method: "GET", path: "/api/agents/\(agent)/document/history", least: .viewer),
                Call(method: "GET", path: "/api/machines/\(machine)/document", least: .viewer),
                Call(method: "GET", path: "/api/machines/\(machine)/document/history", least: .viewer),
                Call(method: "GET", path: "/api/machines/\(machine)/completeness", least: .viewer),
                Call(method: "GET", path: "/api/machines/\(machine)/commands", least: .viewer),
                Call(
                    method: "POST", path: "/api/machines/\(machine)/commands", body: ["action": "stop"],
                    least: .operator),
                Call(method: "GET", path: "/api/machines/\(machine)/forest", least: .viewer),
                Call(method: "POST", path: "/api/machines/\(machine)/forest", body: [:], least: .supervisor),
                Call(method: "DELETE", path: "/api/machines/\(machine)/forest", least: .supervisor),
                Call(method: "GET", path: "/api/commands/\(command)", least: .viewer),
                Call(method: "DELETE", path: "/api/commands/\(command)", least: .operator),
                Call(method: "GET", path: "/api/conflicts/\(conflict)", least: .viewer),
                Call(method: "GET", path: "/api/conflicts/\(conflict)/export", least: .viewer),
                Call(method: "POST", path: "/api/conflicts/\(conflict)/claim", body: [:], least: .operator),
                Call(method: "POST", path: "/api/conflicts/\(conflict)/resolve", body: stale, least: .supervisor),
                Call(method: "POST", path: "/api/conflicts/\(conflict)/undo", body: reason, least: .supervisor),
                // After the conflict's own: a write that knows both sides ends it.
                Call(
                    method: "PATCH", path: "/api/machines/\(machine)/document", body: ["fields": ["notes": "n"]],
                    least: .operator),
                Call(method: "GET", path: "/api/sync/quarantine/\(record)", least: .supervisor),
                Call(method: "POST", path: "/api/sync/quarantine/\(record)/replay", least: .supervisor),
                Call(method: "DELETE", path: "/api/sync/quarantine/\(record)", least: .supervisor),
            ]
        }
    }

    /// A tenant with an agent, a machine, a conflict, a command and a record in quarantine.
    private static func things(_ hub: TestHub, _ user: TestUser) async throws -> Things {
        var edge = try await PlayedEdge(hub, user)
        let machine = try await edge.machine(hub)
        try edge.write("notes", .text("a"))
        let document = "/api/machines/\(machine)/document"
        _ = try await hub.call("PATCH", document, ["fields": ["notes": "b"]], token: user.token)
        try await edge.exchange()
        let conflicts = try await hub.call("GET", "/api/conflicts?state=open", token: user.token)
        let command = try await hub.call(
            "POST", "/api/machines/\(machine)/commands", ["action": "stop"], token: user.token)
        let tenant = edge.principal.scope.tenant
        try await hub.psql(
            """
            INSERT INTO sync_quarantine (tenant_id, agent_id, incarnation, stream, seq, digest, kind, code, message,
                payload)
            VALUES ('\(tenant)', '\(edge.principal.agent)', gen_random_uuid(), 1, 1, '', 999, 'EVENT_KIND_UNKNOWN', '',
                '')
            """)
        return Things(
            agent: edge.principal.agent.description, machine: machine,
            conflict: try #require(conflicts.data[0]?["id"]?.text), command: try #require(command.data["id"]?.text),
            record: try await hub.psql("SELECT id FROM sync_quarantine WHERE tenant_id = '\(tenant)'"))
    }

    @Test("each role may what it may, and no more; another tenant's admin finds nothing")
    func table() async throws {
        let hub = try await SharedHub.shared.get()
        let user = try await hub.newcomer()
        let calls = try await Self.things(hub, user).calls
        var tokens: [Role: String] = [:]
        for role in Role.allCases {
            try await hub.psql("UPDATE users SET role = '\(role.rawValue)' WHERE id = '\(user.id)'")
            tokens[role] = try await hub.logIn(user.email)["token"]?.text
        }
        let stranger = try await hub.newcomer()
        for call in calls {
            let what = "\(call.method) \(call.path)"
            let nobody = try await hub.call(call.method, call.path, call.body)
            #expect(nobody.status == 401, "\(what)")
            let foreign = try await hub.call(call.method, call.path, call.body, token: stranger.token)
            #expect(foreign.status == 404 && foreign.code == "NOT_FOUND", "\(what): \(foreign.status)")
            for role in Role.allCases where role < call.least {
                let answer = try await hub.call(call.method, call.path, call.body, token: tokens[role])
                #expect(answer.status == 403, "\(what) by \(role): \(answer.status)")
                #expect(["NOT_PERMITTED", "FORBIDDEN"].contains(answer.code ?? ""), "\(what): \(answer.code ?? "")")
            }
            let answer = try await hub.call(call.method, call.path, call.body, token: tokens[call.least])
            #expect(
                ![401, 403, 404].contains(answer.status),
                "\(what) by \(call.least): \(answer.status) \(answer.code ?? "")")
        }
    }

    @Test("lists of another tenant are empty, and what is done to many does nothing to it")
    func lists() async throws {
        let hub = try await SharedHub.shared.get()
        let user = try await hub.newcomer()
        let things = try await Self.things(hub, user)
        let stranger = try await hub.newcomer()
        for path in ["/api/conflicts", "/api/sync/quarantine", "/api/agents", "/api/commands"] {
            #expect(try await hub.call("GET", path, token: stranger.token).data.elements?.isEmpty == true, "\(path)")
            #expect(try await hub.call("GET", path, token: user.token).data.elements?.isEmpty == false, "\(path)")
        }
        let wish: JSONValue = ["where": ["rule": "keep-both"], "take": "hub", "reason": "r"]
        let done = try await hub.call("POST", "/api/conflicts/resolve", wish, token: stranger.token)
        #expect(done.data["resolved"]?.elements?.isEmpty == true)
        let conflict = try await hub.call("GET", "/api/conflicts/\(things.conflict)", token: user.token)
        #expect(conflict.data["state"]?.text == "open")
    }
}
