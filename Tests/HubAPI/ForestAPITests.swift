import HubAPI
import HubIngest
import Runtime
import SyncClient
import SyncWire
import Telemetry
import Testing

@Suite("Forests over the API and over mutual TLS", .serialized)
struct ForestAPITests {
    /// A tenant with an enrolled agent that has sent some rows of one machine.
    private struct World {
        let hub: TestHub
        let user: TestUser
        let agent: TestGateway
        let machine: String

        init(rows: Int, in tenant: TestUser? = nil, machine name: String = "press-1") async throws {
            hub = try await SharedHub.shared.get()
            user = if let tenant { tenant } else { try await hub.newcomer() }
            agent = try await TestGateway(hub, user)
            let key = try #require(MachineKey(factory: "north", machine: name))
            try await PlayedRows.send(
                rows, of: key, by: AgentPrincipal(agent.certificate), agent.incarnation, to: hub)
            machine = try await hub.psql(
                "SELECT id FROM machines WHERE agent_id = '\(agent.identity.agent)'")
        }

        var path: String { "/api/machines/\(machine)/forest" }

        func call(_ method: String, _ path: String, _ body: JSONValue? = nil) async throws -> TestAnswer {
            try await hub.call(method, path, body, token: user.token)
        }

        /// The value of the field that the agent goes by.
        func wish() async throws -> JSONValue? {
            let document = try await call("GET", "/api/machines/\(machine)/document")
            return document.data["fields"]?.elements?.first { $0["path"]?.text == "model.forest" }?["value"]
        }
    }

    @Test("a forest is fitted to the history, deployed, shown, changed for another version and withdrawn")
    func life() async throws {
        let world = try await World(rows: 400)
        let first = try await world.call("POST", world.path, [:])
        #expect(first.status == 201)
        #expect(first.data["version"]?.integer == 1 && first.data["deployed"]?.bool == true)
        #expect(first.data["features"]?.elements?.compactMap(\.text) == ["power", "temperature"])
        #expect((first.data["rows"]?.integer ?? 0) > 200 && first.data["trees"]?.integer == 100)
        #expect(first.data["createdBy"]?.text == world.user.email)
        let digest = try #require(first.data["digest"]?.text)
        var wish = try #require(try await world.wish())
        #expect(wish["digest"]?.text == digest && wish["version"]?.integer == 1)
        #expect(wish["bytes"]?.integer == first.data["bytes"]?.integer)

        let second = try await world.call("POST", world.path, ["features": ["temperature"], "from": "now-1h"])
        #expect(second.data["version"]?.integer == 2 && second.data["digest"]?.text != digest)
        let back = try await world.call("POST", "\(world.path)/1/deploy", [:])
        #expect(back.status == 200 && back.data["deployed"]?.bool == true)
        wish = try #require(try await world.wish())
        #expect(wish["digest"]?.text == digest)
        let shown = try await world.call("GET", world.path)
        #expect(shown.data["deployedVersion"]?.integer == 1)
        #expect(shown.data["versions"]?.elements?.compactMap { $0["version"]?.integer } == [2, 1])

        #expect(try await world.call("DELETE", world.path).status == 204)
        let left = try await world.wish()
        #expect(left == nil || left?.isNull == true)
        #expect(try await world.call("GET", world.path).data["deployedVersion"]?.isNull == true)
        #expect(try await world.call("POST", "\(world.path)/7/deploy", [:]).status == 404)
    }

    @Test("what is missing is said, and what is not well formed names its field")
    func refusals() async throws {
        let world = try await World(rows: 30)
        let few = try await world.call("POST", world.path, [:])
        #expect(few.status == 422 && few.code == "FOREST_TOO_FEW_ROWS")
        #expect(few.text.contains("temperature 30"))
        let unknown = try await world.call("POST", world.path, ["features": ["power", "pressure"]])
        #expect(unknown.status == 422 && unknown.code == "FOREST_FEATURE_UNKNOWN" && unknown.text.contains("pressure"))
        let derived = try await world.call("POST", world.path, ["features": ["~score"]])
        #expect(derived.faultyFields == ["features"])
        let wide = JSONValue.array((0..<17).map { .string("m\($0)") })
        #expect(try await world.call("POST", world.path, ["features": wide]).faultyFields == ["features"])
        #expect(try await world.call("POST", world.path, ["from": "now"]).faultyFields == ["from"])
        #expect(try await world.call("POST", world.path, ["from": "now-800d"]).faultyFields == ["from"])
        let forged = try await world.call(
            "PATCH", "/api/machines/\(world.machine)/document", ["fields": ["model.forest": 1], "reason": "r"])
        #expect(forged.status == 403, "only the hub itself writes the field")
        let none = try await World(rows: 0)
        #expect(try await none.call("POST", none.path, [:]).code == "FOREST_TOO_FEW_ROWS")
    }

    @Test("its agent fetches it in pieces; another agent, another tenant and a revoked one are told of nothing")
    func pieces() async throws {
        let world = try await World(rows: 400)
        let made = try await world.call("POST", world.path, [:])
        let digest = try #require(made.data["digest"]?.text)
        let bytes = Int(try #require(made.data["bytes"]?.integer))
        let path = "/sync/v1/blobs/\(digest)"
        var whole: [UInt8] = []
        while let piece = ModelWish.piece(at: whole.count, of: bytes) {
            let answer = await world.agent.get("\(path)?offset=\(whole.count)")
            #expect(answer.status == 200 && answer.bytes.count == piece.count)
            whole += answer.bytes
            guard answer.status == 200 else { break }
        }
        #expect(Digest(of: whole).description == digest)
        #expect(await world.agent.get("\(path)?offset=\(bytes)").status == 404)
        #expect(await world.agent.get("\(path)?offset=-1").status == 422)
        #expect(await world.agent.get("\(path)?offset=99999999999999999999").status == 422)
        #expect(await world.agent.get("/sync/v1/blobs/\(digest.uppercased())").status == 404)
        #expect(await world.agent.get("/sync/v1/blobs/\(Digest(of: [1]))").status == 404)

        let neighbour = try await World(rows: 1, in: world.user, machine: "press-2")
        #expect(await neighbour.agent.get(path).status == 404)
        let stranger = try await World(rows: 1)
        #expect(await stranger.agent.get(path).status == 404)
        #expect(try await stranger.call("GET", world.path).status == 404)
        #expect(try await stranger.call("POST", world.path, [:]).status == 404)
        #expect(try await stranger.call("DELETE", world.path).status == 404)
        #expect(try await stranger.call("POST", "\(world.path)/1/deploy", [:]).status == 404)
        #expect(try await world.hub.call("GET", path).status == 404, "nothing on the port of the API")

        _ = try await world.call("DELETE", "/api/agents/\(world.agent.identity.agent)")
        #expect(await world.agent.get(path).status == 403)
    }

    @Test("several at once are fitted one after the other, and too many are told to come again")
    func atOnce() async throws {
        let world = try await World(rows: 400)
        let answers = try await withThrowingTaskGroup(of: TestAnswer.self) { group in
            for _ in 0..<12 { group.addTask { try await world.call("POST", world.path, [:]) } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        let done = answers.filter { $0.status == 201 }
        #expect(Set(done.compactMap { $0.data["version"]?.integer }).count == done.count && done.count >= 2)
        let refused = answers.filter { $0.status != 201 }
        #expect(refused.allSatisfy { $0.status == 503 && $0.code == "FORESTS_BUSY" })
        let cards = try await world.call("GET", world.path)
        let deployed = cards.data["versions"]?.elements?.filter { $0["deployed"]?.bool == true }
        #expect(deployed?.count == 1 && deployed?.first?["version"]?.integer == Int64(done.count))
    }

    @Test("no more versions are kept than may be, but the one that runs stays")
    func bound() async throws {
        let world = try await World(rows: 100)
        for _ in 0..<13 {
            #expect(try await world.call("POST", world.path, [:]).status == 201)
            _ = try await world.call("POST", "\(world.path)/1/deploy", [:])
        }
        let kept = try await world.call("GET", world.path).data["versions"]?.elements?.compactMap {
            $0["version"]?.integer
        }
        #expect(kept == [13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 1])
    }
}
