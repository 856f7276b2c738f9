import Foundation
import HubAPI
import HubStore
import HubTenancy
import Runtime
import SyncCore
import SyncWire
import Telemetry
import Testing

@Suite("Documents and conflicts over the API", .serialized)
struct ConflictAPITests {
    private static let limit = "limit.temperature.TEMPERATURE.CRITICAL.above"

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

        func call(_ method: String, _ path: String, _ body: JSONValue? = nil) async throws -> TestAnswer {
            try await hub.call(method, path, body, token: user.token)
        }

        func edit(_ path: String, _ value: JSONValue) async throws -> TestAnswer {
            let fields = JSONValue.object([JSONField(path, value)])
            return try await call("PATCH", "/api/machines/\(machine)/document", ["fields": fields, "reason": "afar"])
        }

        /// A conflict about a field; the edge's value is the first.
        mutating func conflict(_ path: String, edge value: FieldValue, hub other: JSONValue) async throws -> String {
            try edge.write(path, value)
            #expect(try await edit(path, other).status == 200)
            try await edge.exchange()
            let found = try await call("GET", "/api/conflicts?state=open&path=\(path)")
            return try #require(found.data[0]?["id"]?.text)
        }
    }

    @Test("a comment that no document holds is refused by its field, and costs the agent's rounds nothing")
    func longComment() async throws {
        var world = try await World()
        // As many characters as the API takes, and twice the bytes that a document does.
        let comments = JSONValue.string(String(repeating: "👩", count: 2_000))
        let path = "/api/machines/\(world.machine)/approve"
        let refused = try await world.call("PATCH", path, ["decision": "APPROVED", "comments": comments])
        #expect(refused.status == 422 && refused.code == "REASON_TOO_LONG")
        #expect(refused.faultyFields == ["reason"])
        try await world.edge.exchange()
        let short = try await world.call("PATCH", path, ["decision": "APPROVED", "comments": "機械"])
        #expect(short.status == 200)
        try await world.edge.exchange()
        #expect(world.edge.document.value(of: FieldPath(known: "approval"), by: .standard) == .text("APPROVED"))
    }

    @Test("a document is edited, with its revision held against the editor's")
    func edits() async throws {
        var world = try await World()
        let first = try await world.edit("notes", "oil it")
        #expect(first.status == 200)
        let revision = try #require(first.data["revision"]?.integer)
        let path = "/api/machines/\(world.machine)/document"
        let stale = try await world.call(
            "PATCH", path, ["fields": ["notes": "x"], "ifRevision": .integer(revision - 1)])
        #expect(stale.status == 409)
        #expect(stale.code == "STALE_REVISION")
        let tag = try await world.call("GET", path).header("ETag") ?? ""
        _ = try await world.edit("notes", "oil it twice")
        let late = try await world.hub.call(
            "PATCH", path, ["fields": ["notes": "x"]], token: world.user.token, headers: ["If-Match": tag])
        #expect(late.status == 412)
        #expect(try await world.edit("reported.x", "y").code == "FIELD_EDGE_ONLY")
        #expect(try await world.edit("reported.rule.x", "taken").code == "FIELD_EDGE_ONLY")
        #expect(try await world.edit("status", "SIDEWAYS").status == 422)
        try await world.edge.exchange()
        #expect(world.edge.document.value(of: FieldPath(known: "notes"), by: .standard) == .text("oil it twice"))
        let history = try await world.call("GET", "\(path)/history?path=notes")
        #expect(history.data.elements?.compactMap { $0["event"]?.text } == ["written", "superseded", "written"])
        let stranger = try await world.hub.newcomer()
        #expect(try await world.hub.call("GET", path, token: stranger.token).status == 404)
    }

    @Test("an approval in the document is a decision like any other, and the machine's row says it")
    func approvalByDocument() async throws {
        var world = try await World()
        func row() async throws -> String? {
            try await world.call("GET", "/api/machines/\(world.machine)").data["approval"]?.text
        }
        let odd = try await world.edit("approval", "MAYBE")
        #expect(odd.status == 422 && odd.code == "FIELD_VALUE_INVALID")
        #expect(try await world.edit("approval", .null).code == "FIELD_VALUE_INVALID")
        #expect(try await world.edit("approval", "REVOKED").code == "NOT_APPROVED")
        #expect(try await row() == "PENDING")
        #expect(try await world.edit("approval", "APPROVED").status == 200)
        #expect(try await row() == "APPROVED")
        #expect(try await world.edit("approval", "REJECTED").code == "ALREADY_DECIDED")
        #expect(try await world.edit("approval", "REVOKED").status == 200)
        #expect(try await row() == "REVOKED")
        #expect(try await world.edit("approval", "APPROVED").code == "ALREADY_DECIDED")
        try await world.edge.exchange()
        #expect(world.edge.document.value(of: FieldPath(known: "approval"), by: .standard) == .text("REVOKED"))
    }

    @Test("a machine is not deleted by its field: that has a request of its own")
    func deletionByField() async throws {
        let world = try await World()
        for value in [JSONValue.bool(true), .bool(false), .null] {
            let refused = try await world.edit("deleted", value)
            #expect(refused.status == 422 && refused.code == "DELETION_BY_FIELD")
            #expect(refused.faultyFields == ["deleted"])
        }
        #expect(try await world.call("DELETE", "/api/machines/\(world.machine)").status == 204)
        #expect(try await world.call("GET", "/api/machines/\(world.machine)").status == 404)
    }

    @Test("what was made of a conflict is told as it was kept, whatever today's table would make of it")
    func keptOutcome() async throws {
        var world = try await World()
        let id = try await world.conflict("notes", edge: .text("a"), hub: "b")
        let now = try await world.call("GET", "/api/conflicts/\(id)").data
        #expect(now["rule"]?.text == "keep-both" && now["policyVersion"]?.integer ?? 0 > 1)
        try await world.hub.psql(
            "UPDATE conflicts SET rule = 'newest-label', policy_version = 1, in_force = '\"b\"' WHERE id = '\(id)'")
        let then = try await world.call("GET", "/api/conflicts/\(id)").data
        #expect(then["rule"]?.text == "newest-label" && then["policyVersion"]?.integer == 1)
        #expect(then["inForce"]?.text == "b")
        #expect(then["edge"]?["value"]?.text == "a" && then["hub"]?["value"]?.text == "b")
    }

    @Test("a conflict is listed, shown, claimed, resolved once, and taken back")
    func life() async throws {
        var world = try await World()
        let id = try await world.conflict(Self.limit, edge: .number(80), hub: 75)
        #expect(id == "\(world.edge.document.conflicts(by: .standard)[0].id)")
        let shown = try await world.call("GET", "/api/conflicts/\(id)").data
        #expect(shown["edge"]?["value"]?.number == 80)
        #expect(shown["hub"]?["clock"]?["state"]?.text == "hub")
        #expect(shown["hub"]?["clock"]?["offsetMs"]?.number == 0)
        #expect(shown["edge"]?["clock"]?["state"]?.text == "unknown", "the test's gateway does not say it")
        #expect(shown["hub"]?["value"]?.number == 75)
        #expect(shown["inForce"]?.number == 75)
        #expect(shown["severity"]?.text == "CRITICAL")
        #expect(try await world.call("POST", "/api/conflicts/\(id)/claim", [:]).data["state"]?.text == "claimed")
        let path = "/api/conflicts/\(id)/resolve"
        let stale = try await world.call("POST", path, ["take": "hub", "reason": "r", "ifRevision": 1])
        #expect(stale.code == "STALE_REVISION")
        let unsafe = try await world.call("POST", path, ["take": "edge", "reason": "r"])
        #expect(unsafe.status == 409)
        #expect(unsafe.code == "SAFETY_NOT_CONFIRMED")
        let other = try await world.call("POST", path, ["set": ["notes": 1], "reason": "r"])
        #expect(other.status == 422)
        let done = try await world.call("POST", path, ["take": "edge", "reason": "new seal", "confirmSafety": true])
        #expect(done.status == 200)
        #expect(done.data["state"]?.text == "resolved")
        #expect(done.data["resolvedBy"]?.text == world.user.email)
        #expect(done.data["reason"]?.text == "new seal")
        let again = try await world.call("POST", path, ["take": "hub", "reason": "r"])
        #expect(again.code == "CONFLICT_STATE")
        try await world.edge.exchange()
        try await world.edge.exchange()
        let closed = try await world.call("GET", "/api/conflicts/\(id)").data
        #expect(closed["state"]?.text == "closed")
        #expect(
            closed["history"]?.elements?.compactMap { $0["event"]?.text }
                == ["opened", "claimed", "resolved", "propagated", "closed"])
        #expect(try await world.call("POST", "/api/conflicts/\(id)/undo", [:]).data["state"]?.text == "reopened")
        // The edge comes to know of it, and of what holds again meanwhile.
        try await world.edge.exchange()
        #expect(ConflictReopening.named(in: world.edge.document).map { "\($0)" } == [id])
        let value: JSONValue = .object([JSONField(Self.limit, 70)])
        let set = try await world.call("POST", path, ["set": value, "reason": "r", "confirmSafety": true])
        #expect(set.data["state"]?.text == "resolved")
        try await world.edge.exchange()
        #expect(
            world.edge.document.value(of: try #require(FieldPath(Self.limit)), by: .standard) == .number(70))
    }

    @Test("who may not, is told so; another tenant sees no conflict")
    func rights() async throws {
        var world = try await World()
        let id = try await world.conflict("notes", edge: .text("a"), hub: "b")
        let path = "/api/conflicts/\(id)/resolve"
        try await world.hub.psql("UPDATE users SET role = 'OPERATOR' WHERE email = '\(world.user.email)'")
        let token = try await world.hub.logIn(world.user.email)["token"]?.text ?? ""
        let refused = try await world.hub.call("POST", path, ["take": "hub", "reason": "r"], token: token)
        #expect(refused.status == 403)
        #expect(refused.code == "NOT_PERMITTED")
        let stranger = try await world.hub.newcomer()
        #expect(try await world.hub.call("GET", "/api/conflicts/\(id)", token: stranger.token).status == 404)
        #expect(
            try await world.hub.call("POST", path, ["take": "hub", "reason": "r"], token: stranger.token).status == 404)
    }

    @Test("many are ended alike after a dry run; another policy is tried on them; one is exported")
    func bulk() async throws {
        var world = try await World()
        let id = try await world.conflict("notes", edge: .text("a"), hub: "b")
        _ = try await world.conflict("description", edge: .text("c"), hub: "d")
        _ = try await world.conflict(Self.limit, edge: .number(80), hub: 75)
        let wish: JSONValue = ["where": ["rule": "keep-both"], "take": "hub", "reason": "r", "dryRun": true]
        let dry = try await world.call("POST", "/api/conflicts/resolve", wish)
        #expect(dry.data["resolved"]?.elements?.count == 2)
        #expect(try await world.call("GET", "/api/conflicts?state=open").data.elements?.count == 3)
        let bundle = try await world.call("GET", "/api/conflicts/\(id)/export").data
        let before = try #require(bundle["before"]?["bytes"]?.text.flatMap(Base64.decode))
        let patch = try #require(bundle["siblings"]?["bytes"]?.text.flatMap(Base64.decode))
        var replayed = try Document(stored: before)
        replayed.apply(try DocumentPatch.decode(patch))
        #expect(replayed.conflicts(by: .standard).contains { "\($0.id)" == id })
        // The agent writes the same members, and the simulator reads them.
        let told = try JSONDecoder().decode(FieldValue.self, from: Data(JSONWriter.bytes(bundle)))
        guard case .object(let members) = told else { return #expect(Bool(false), "no bundle") }
        #expect(Set(members.keys) == ["format", "conflict", "before", "siblings", "policy", "outcome"])
        #expect(try ConflictEvidence(json: told).replayed() == nil)
        var policy = try #require(bundle["policy"])
        policy = try JSONReader.read(
            Array(
                String(decoding: JSONWriter.bytes(policy), as: UTF8.self)
                    .split(separator: "keep-both").joined(separator: "newest-label").utf8))
        let other = try await world.call("POST", "/api/conflicts/replay", ["policy": policy])
        #expect(other.data.elements?.compactMap { $0["changed"]?.bool }.filter { $0 }.count == 2)
        let done = try await world.call(
            "POST", "/api/conflicts/resolve",
            ["where": ["rule": "keep-both"], "take": "hub", "reason": "r", "dryRun": false])
        #expect(done.data["resolved"]?.elements?.count == 2)
        #expect(try await world.call("GET", "/api/conflicts?state=open").data.elements?.count == 1)
    }

    @Test("a live screen hears of a conflict, and calls for machines go through the document")
    func live() async throws {
        var world = try await World()
        let socket = try await LiveSocket.connect(port: world.hub.port, token: world.user.token)
        try await socket.subscribe("conflicts")
        let renamed = try await world.call(
            "PATCH", "/api/machines/\(world.machine)", ["description": "hydraulic", "name": "Press one"])
        #expect(renamed.data["name"]?.text == "Press one")
        #expect(
            try await world.call("PATCH", "/api/machines/\(world.machine)/approve", ["decision": "APPROVED"]).status
                == 200)
        try await world.edge.exchange()
        let names = ["approval", "description", "name"].map { path in
            FieldPath(path).flatMap { world.edge.document.value(of: $0, by: .standard)?.text }
        }
        #expect(names == ["APPROVED", "hydraulic", "Press one"])
        let id = try await world.conflict("notes", edge: .text("a"), hub: "b")
        _ = try await world.call("POST", "/api/conflicts/\(id)/claim", [:])
        let heard = try await socket.wait(for: "conflict")
        #expect(heard["conflict"]?["id"]?.text == id)
        try await socket.close()
    }
}
