import HubAPI
import HubTenancy
import Telemetry
import Testing

@Suite("Registering and logging in", .serialized)
struct AuthTests {
    @Test("the envelope, the tokens and the claims are those of the specification")
    func session() async throws {
        let hub = try await SharedHub.shared.get()
        let user = try await hub.newcomer()
        let answer = try await hub.call(
            "POST", "/api/auth/login", ["username": .string(user.email), "password": "correct horse 7"])
        #expect(answer.status == 200)
        #expect(answer.json["status"]?.text == "success")
        #expect(answer.json["meta"]?["version"]?.text == "v1.0")
        #expect(answer.data["expiresIn"]?.integer == 900)
        #expect(answer.data["role"]?.text == "ADMIN")
        let claims = try await hub.tokens.verify(answer.data["token"]?.text ?? "")
        #expect(claims.email == user.email)
        #expect(claims.tenant.description == user.tenant)
        #expect(claims.user.description == user.id)
    }

    @Test("a wrong password and an unknown user get the same answer")
    func refused() async throws {
        let hub = try await SharedHub.shared.get()
        let user = try await hub.newcomer()
        let wrong = try await hub.call(
            "POST", "/api/auth/login", ["email": .string(user.email), "password": "wrong horse 8"])
        _ = try await hub.logIn(user.email)
        let other = try await TestHub()
        let unknown = try await other.call(
            "POST", "/api/auth/login", ["email": "nobody@plant.example", "password": "wrong horse 8"])
        #expect(wrong.status == 401)
        #expect(unknown.status == 401)
        #expect(wrong.json["error"] == unknown.json["error"])
        try await other.stop()
    }

    @Test("validation errors name all fields at once")
    func validation() async throws {
        let hub = try await SharedHub.shared.get()
        let answer = try await hub.call(
            "POST", "/api/auth/register",
            ["email": "x@y.example", "password": "", "firstName": "", "organization": 7, "admin": true])
        #expect(answer.status == 422)
        #expect(answer.code == "INVALID_INPUT")
        #expect(Set(answer.faultyFields) == ["password", "firstName", "lastName", "organization", "admin"])
        let weak = try await hub.call(
            "POST", "/api/auth/register",
            [
                "email": "no-address", "password": "password123", "firstName": "A", "lastName": "B",
                "organization": "C",
            ])
        #expect(Set(weak.faultyFields) == ["email", "password"])
    }

    @Test("an email address is one account")
    func taken() async throws {
        let hub = try await SharedHub.shared.get()
        let user = try await hub.newcomer()
        let answer = try await hub.call(
            "POST", "/api/auth/register",
            [
                "email": .string(user.email.uppercased()), "password": "correct horse 7", "firstName": "A",
                "lastName": "B", "organization": "C",
            ])
        #expect(answer.status == 409)
        #expect(answer.code == "EMAIL_TAKEN")
    }

    @Test("a refresh token works once, and its reuse ends the family")
    func refresh() async throws {
        let hub = try await SharedHub.shared.get()
        let user = try await hub.newcomer()
        let second = try await hub.call("POST", "/api/auth/refresh", ["refreshToken": .string(user.refreshToken)])
        #expect(second.status == 200)
        let token = try #require(second.data["token"]?.text)
        #expect(try await hub.call("GET", "/api/factories", token: token).status == 200)
        let reused = try await hub.call("POST", "/api/auth/refresh", ["refreshToken": .string(user.refreshToken)])
        #expect(reused.status == 401)
        #expect(reused.code == "REFRESH_TOKEN_REUSED")
        let successor = try #require(second.data["refreshToken"])
        #expect(try await hub.call("POST", "/api/auth/refresh", ["refreshToken": successor]).status == 401)
        #expect(try await hub.call("GET", "/api/factories", token: token).status == 401)
    }

    @Test("of two who show one refresh token at the same time, one wins")
    func refreshRace() async throws {
        let hub = try await SharedHub.shared.get()
        let user = try await hub.newcomer()
        let body: JSONValue = ["refreshToken": .string(user.refreshToken)]
        let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<4 { group.addTask { try await hub.call("POST", "/api/auth/refresh", body).status } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(statuses.count { $0 == 200 } == 1)
    }

    @Test("logging out ends all of the session's tokens at once")
    func logout() async throws {
        let hub = try await SharedHub.shared.get()
        let user = try await hub.newcomer()
        #expect(try await hub.call("POST", "/api/auth/logout", token: user.token).status == 204)
        #expect(try await hub.call("GET", "/api/factories", token: user.token).status == 401)
        let refreshed = try await hub.call("POST", "/api/auth/refresh", ["refreshToken": .string(user.refreshToken)])
        #expect(refreshed.status == 401)
    }

    @Test("after five failures address and account wait")
    func lockout() async throws {
        let hub = try await TestHub()
        let user = try await hub.newcomer()
        let wrong: JSONValue = ["email": .string(user.email), "password": "wrong horse 8"]
        for _ in 0..<5 { #expect(try await hub.call("POST", "/api/auth/login", wrong).status == 401) }
        let answer = try await hub.call(
            "POST", "/api/auth/login", ["email": .string(user.email), "password": "correct horse 7"])
        #expect(answer.status == 429)
        #expect(answer.code == "TOO_MANY_FAILED_LOGINS")
        #expect((Int(answer.header("Retry-After") ?? "") ?? 0) > 3_000)
        let metrics = try await hub.call("GET", "/metrics").text
        for line in [
            "millwright_hub_logins_locked_out_total 1", "millwright_hub_logins_held 0",
            "millwright_hub_logins_held_refused_total 0", "millwright_hub_logins_waiting 0",
            "millwright_hub_rounds_waiting 0",
        ] {
            #expect(metrics.contains("\n\(line)\n"), "\(line)")
        }
        try await hub.stop()
    }

    @Test("a whole shift logs in from one address at the same moment")
    func shift() async throws {
        let hub = try await TestHub()
        let names = (0..<24).map { "person-\($0)" }
        for name in names { _ = try await hub.newcomer(name) }
        let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
            for name in names {
                let body: JSONValue = ["email": .string("\(name)@plant.example"), "password": "correct horse 7"]
                group.addTask { try await hub.call("POST", "/api/auth/login", body).status }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(statuses == Array(repeating: 200, count: 24))
        try await hub.stop()
    }

    @Test("forged and foreign tokens are refused, and so is a tenant that is not one's own")
    func forged() async throws {
        let hub = try await SharedHub.shared.get()
        let user = try await hub.newcomer()
        let parts = user.token.split(separator: ".").map(String.init)
        let forged = [
            "", "rubbish", user.token + "x", "\(parts[0]).\(parts[1]).", "\(parts[0]).\(parts[1]).AAAA",
            "\(Base64.encode(Array(#"{"alg":"none"}"#.utf8))).\(parts[1]).",
        ]
        for token in forged {
            let answer = try await hub.call("GET", "/api/factories", token: token)
            #expect(answer.status == 401)
            #expect(answer.header("WWW-Authenticate") == "Bearer")
        }
        let foreign = try await hub.call(
            "GET", "/api/factories", token: user.token, headers: ["X-Tenant-ID": "00000000-0000-0000-0000-000000000001"]
        )
        #expect(foreign.status == 403)
        let own = try await hub.call(
            "GET", "/api/factories", token: user.token, headers: ["X-Tenant-ID": user.tenant])
        #expect(own.status == 200)
    }
}
