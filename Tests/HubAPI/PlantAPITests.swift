import Foundation
import HubAPI
import Telemetry
import Testing

@Suite("Factories, machines, alerts", .serialized)
struct PlantAPITests {
    private func factory(_ hub: TestHub, _ user: TestUser, _ name: String = "north") async throws -> String {
        let made = try await hub.call("POST", "/api/factories", ["name": .string(name)], token: user.token)
        #expect(made.status == 201)
        return try #require(made.data["id"]?.text)
    }

    /// A machine as an agent's round makes it: asked for by nobody.
    private func discovered(_ hub: TestHub, _ user: TestUser, factory: String, _ name: String) async throws -> String {
        let id = UUID().uuidString.lowercased()
        try await hub.psql(
            """
            INSERT INTO machines (tenant_id, id, factory_id, name, type, discovered)
            VALUES ('\(user.tenant)', '\(id)', '\(factory)', '\(name)', 'PUMP', true)
            """)
        return id
    }

    @Test("a factory is made, changed, listed and removed")
    func factories() async throws {
        let hub = try await SharedHub.shared.get()
        let user = try await hub.newcomer()
        let id = try await factory(hub, user)
        let twice = try await hub.call("POST", "/api/factories", ["name": "north"], token: user.token)
        #expect(twice.code == "FACTORY_EXISTS")
        let changed = try await hub.call(
            "PATCH", "/api/factories/\(id)", ["tariff": 0.31, "timeZone": "Europe/Berlin"], token: user.token)
        #expect(changed.data["tariff"]?.number == 0.31)
        #expect(changed.data["name"]?.text == "north")
        let broken = try await hub.call("PATCH", "/api/factories/\(id)", ["name": "a/b"], token: user.token)
        #expect(broken.faultyFields == ["name"])
        #expect(try await hub.call("DELETE", "/api/factories/\(id)", token: user.token).status == 204)
        #expect(try await hub.call("GET", "/api/factories/\(id)", token: user.token).status == 404)
    }

    @Test("pages say where they stand")
    func pages() async throws {
        let hub = try await SharedHub.shared.get()
        let user = try await hub.newcomer()
        for number in 1...5 { _ = try await factory(hub, user, "factory \(number)") }
        let page = try await hub.call("GET", "/api/factories?page=2&pageSize=2", token: user.token)
        #expect(page.data.elements?.compactMap { $0["name"]?.text } == ["factory 3", "factory 4"])
        #expect(page.json["pagination"] == ["page": 2, "pageSize": 2, "total": 5, "hasMore": true])
        let wrong = try await hub.call("GET", "/api/factories?pageSize=1001", token: user.token)
        #expect(wrong.status == 422)
        #expect(wrong.faultyFields == ["pageSize"])
    }

    @Test("nobody approves what they asked for, a discovered machine is approved by the only admin, and once")
    func approval() async throws {
        let hub = try await SharedHub.shared.get()
        let user = try await hub.newcomer()
        let place = try await factory(hub, user)
        let asked = try await hub.call(
            "POST", "/api/machines", ["name": "pump-1", "type": "PUMP", "factoryId": .string(place)], token: user.token)
        #expect(asked.data["status"]?.text == "PENDING")
        let own = try await hub.call(
            "PATCH", "/api/machines/\(asked.data["id"]?.text ?? "")/approve", ["decision": "APPROVED"],
            token: user.token)
        #expect(own.status == 403)
        #expect(own.code == "SUBMITTER_MAY_NOT_APPROVE")
        let found = try await discovered(hub, user, factory: place, "pump-2")
        let path = "/api/machines/\(found)/approve"
        let approved = try await hub.call(
            "PATCH", path, ["decision": "APPROVED", "comments": "ours"], token: user.token)
        #expect(approved.status == 200)
        #expect(approved.data["status"]?.text == "ONLINE")
        let again = try await hub.call("PATCH", path, ["decision": "REJECTED"], token: user.token)
        #expect(again.status == 409)
        let online = try await hub.call("GET", "/api/machines?status=ONLINE&q=PUMP", token: user.token)
        #expect(online.data.elements?.compactMap { $0["name"]?.text } == ["pump-2"])
    }

    @Test("an approval is revoked for good; what was never approved is not")
    func revocation() async throws {
        let hub = try await SharedHub.shared.get()
        let user = try await hub.newcomer()
        let place = try await factory(hub, user)
        let path = "/api/machines/\(try await discovered(hub, user, factory: place, "pump-1"))/approve"
        func decide(_ decision: JSONValue) async throws -> TestAnswer {
            try await hub.call("PATCH", path, ["decision": decision, "comments": "x"], token: user.token)
        }
        let early = try await decide("REVOKED")
        #expect(early.status == 409 && early.code == "NOT_APPROVED")
        #expect(try await decide("PENDING").status == 422)
        #expect(try await decide("APPROVED").data["status"]?.text == "ONLINE")
        let revoked = try await decide("REVOKED")
        #expect(revoked.status == 200)
        #expect(revoked.data["approval"]?.text == "REVOKED" && revoked.data["status"]?.text == "REVOKED")
        for again in ["APPROVED", "REVOKED", "REJECTED"] {
            let late = try await decide(.string(again))
            #expect(late.status == 409 && late.code == "ALREADY_DECIDED", "\(again)")
        }
        let found = try await hub.call("GET", "/api/machines?status=REVOKED", token: user.token)
        #expect(found.data.elements?.count == 1)
        let actions = try await hub.psql(
            "SELECT string_agg(action, ',' ORDER BY seq) FROM audit_log WHERE tenant_id = '\(user.tenant)' "
                + "AND action LIKE 'APPROVAL%'")
        #expect(actions == "APPROVAL_GRANTED,APPROVAL_REVOKED")
    }

    @Test("another tenant's rows are not there, whatever is done to them")
    func isolation() async throws {
        let hub = try await SharedHub.shared.get()
        let owner = try await hub.newcomer()
        let stranger = try await hub.newcomer()
        let place = try await factory(hub, owner)
        let machine = try await discovered(hub, owner, factory: place, "pump-1")
        let calls: [(String, String, JSONValue?)] = [
            ("GET", "/api/factories/\(place)", nil), ("PATCH", "/api/factories/\(place)", ["name": "mine"]),
            ("DELETE", "/api/factories/\(place)", nil), ("GET", "/api/machines/\(machine)", nil),
            ("PATCH", "/api/machines/\(machine)", ["description": "mine"]), ("DELETE", "/api/machines/\(machine)", nil),
            ("PATCH", "/api/machines/\(machine)/approve", ["decision": "APPROVED"]),
            ("GET", "/api/energy/\(machine)", nil), ("GET", "/api/energy/\(machine)/stats", nil),
            ("GET", "/api/energy/\(machine)/export", nil),
        ]
        for (method, path, body) in calls {
            let theirs = try await hub.call(method, path, body, token: stranger.token)
            #expect(theirs.status == 404, "\(method) \(path)")
            let missing = path.replacingOccurrences(of: place, with: UUID().uuidString)
                .replacingOccurrences(of: machine, with: UUID().uuidString)
            #expect(
                try await hub.call(method, missing, body, token: stranger.token).json["error"] == theirs.json["error"])
        }
        #expect(try await hub.call("GET", "/api/machines", token: stranger.token).data == [])
        #expect(try await hub.call("GET", "/api/machines", token: owner.token).data.elements?.count == 1)
    }

    @Test("an alert is acknowledged, shelved and resolved, and the first one stays who did it")
    func alerts() async throws {
        let hub = try await SharedHub.shared.get()
        let user = try await hub.newcomer()
        let machine = try await discovered(hub, user, factory: try await factory(hub, user), "pump-1")
        let id = UUID().uuidString.lowercased()
        try await hub.psql(
            """
            INSERT INTO alerts
                (tenant_id, id, machine_id, kind, metric, severity, active, message, raised_at, changed_at)
            VALUES ('\(user.tenant)', '\(id)', '\(machine)', 'TEMPERATURE', 'temperature', 'CRITICAL', true, 'hot',
                now(), now())
            """)
        let open = try await hub.call("GET", "/api/alerts?open=true&severity=CRITICAL", token: user.token)
        #expect(open.data[0]?["state"]?.text == "unacknowledged-active")
        #expect(open.data[0]?["machineName"]?.text == "pump-1")
        let listed = try await hub.call("GET", "/api/machines/\(machine)", token: user.token)
        #expect(listed.data["openAlerts"]?.integer == 1)
        #expect(listed.data["worstSeverity"]?.text == "CRITICAL")
        func change(_ body: JSONValue) async throws -> TestAnswer {
            try await hub.call("PATCH", "/api/alerts/\(id)", body, token: user.token)
        }
        let acknowledged = try await change(["action": "acknowledge", "comment": "seen"])
        #expect(acknowledged.data["state"]?.text == "acknowledged-active")
        #expect(acknowledged.data["acknowledgedBy"]?.text == user.email)
        let twice = try await change(["action": "acknowledge"])
        #expect(twice.data["acknowledgedAt"] == acknowledged.data["acknowledgedAt"])
        #expect(twice.data["comment"]?.text == "seen")
        #expect(try await change(["action": "shelve"]).faultyFields == ["until"])
        let until = Timestamp(seconds: Int64(Date().timeIntervalSince1970) + 3_600).rfc3339
        #expect(try await change(["action": "shelve", "until": .string(until)]).data["state"]?.text == "shelved")
        #expect(try await change(["action": "unshelve"]).data["state"]?.text == "acknowledged-active")
        #expect(try await change(["action": "resolve"]).data["state"]?.text == "normal")
        #expect(try await hub.call("GET", "/api/alerts?open=true", token: user.token).data == [])
        #expect(try await change(["action": "explode"]).faultyFields == ["action"])
    }

    @Test("a decision is told with all that it depended on when it is asked for alone, and to its tenant only")
    func decision() async throws {
        let hub = try await SharedHub.shared.get()
        let user = try await hub.newcomer()
        let stranger = try await hub.newcomer()
        let machine = try await discovered(hub, user, factory: try await factory(hub, user), "pump-1")
        let (kept, old) = (UUID().uuidString.lowercased(), UUID().uuidString.lowercased())
        for (id, inputs) in [(kept, "'\\x0100ff'"), (old, "NULL")] {
            try await hub.psql(
                """
                INSERT INTO decisions
                    (tenant_id, id, machine_id, decided_at, root_cause, risk_level, action_taken, reasoning,
                    estimated_savings, prevented_loss, human_recommendation, decided_by, rule, model, hub_reachable,
                    readings, inputs)
                VALUES ('\(user.tenant)', '\(id)', '\(machine)', now(), 'x', 'INFO', 'NONE', 'y', 0, 0, 'z', 'agent',
                    'r', 'm', true, '[]', \(inputs))
                """)
        }
        let told = try await hub.call("GET", "/api/decisions/\(kept)", token: user.token)
        #expect(told.status == 200 && told.data["inputs"]?.text == "0100ff" && told.data["rule"]?.text == "r")
        #expect(try await hub.call("GET", "/api/decisions/\(old)", token: user.token).data["inputs"] == .null)
        let listed = try await hub.call("GET", "/api/decisions", token: user.token)
        #expect(listed.data.elements?.count == 2 && listed.data[0]?["inputs"] == nil)
        #expect(try await hub.call("GET", "/api/decisions/\(kept)", token: stranger.token).status == 404)
        #expect(try await hub.call("GET", "/api/decisions/\(UUID().uuidString)", token: user.token).status == 404)
    }

    @Test("a repeated write with one key is done once")
    func idempotency() async throws {
        let hub = try await SharedHub.shared.get()
        let user = try await hub.newcomer()
        let key = ["Idempotency-Key": "key-1"]
        let first = try await hub.call("POST", "/api/factories", ["name": "north"], token: user.token, headers: key)
        let again = try await hub.call("POST", "/api/factories", ["name": "north"], token: user.token, headers: key)
        #expect(first.status == 201)
        #expect(again.status == 201)
        #expect(again.bytes == first.bytes)
        #expect(again.header("Idempotent-Replay") == "true")
        let other = try await hub.call("POST", "/api/factories", ["name": "south"], token: user.token, headers: key)
        #expect(other.status == 422)
    }

    @Test("each role may what the specification says, and no more")
    func roles() async throws {
        let hub = try await SharedHub.shared.get()
        let user = try await hub.newcomer()
        for (role, status) in [("VIEWER", 403), ("OPERATOR", 403), ("SUPERVISOR", 201)] {
            try await hub.psql("UPDATE users SET role = '\(role)' WHERE id = '\(user.id)'")
            let token = try await hub.logIn(user.email)["token"]?.text
            let made = try await hub.call("POST", "/api/factories", ["name": .string(role)], token: token)
            #expect(made.status == status, "\(role)")
            #expect(try await hub.call("GET", "/api/factories", token: token).status == 200)
            let enrolment = try await hub.call("POST", "/api/agents/enrolments", ["name": "gateway"], token: token)
            #expect(enrolment.status == 403, "\(role)")
        }
    }
}
