import Glibc
import MillwrightDevice
import TestKit
import Testing

/// `millwright conflicts`, on a hub and an agent that the test plays.
@Suite struct ConflictCommandTests {
    @Test func openOnesAreListedAndTheStatusSaysSo() async throws {
        let hub = try await hub { request in
            .data(.array(request.path.contains("state=open") ? [PlayedConflict.json()] : []))
        }
        let (status, output) = try await run(hub, ["list"])
        #expect(status == 2)
        for part in [PlayedConflict.id, "pump-1", "82", "95", "90", "stricter-holds", "1 conflict, 1 open"] {
            #expect(output.contains(part), "\(part) in \(output)")
        }
        #expect(
            hub.requests.map(\.line)
                == ["open", "claimed"].map { "GET /api/conflicts?state=\($0)&page=1&pageSize=200" })
        #expect(hub.requests.first?.token == "secret")
    }

    @Test func noneOpenIsStatusZero() async throws {
        let none = try await hub { _ in .data(.array([])) }
        #expect(try await run(none, ["list"]) == (0, "No conflict is open.\n"))
        let closed = try await hub { _ in .data(.array([PlayedConflict.json(state: "closed")])) }
        let (status, output) = try await run(closed, ["list", "--state", "all", "--output", "json"])
        #expect(status == 0 && JSONValue(Array(output.utf8)) == .array([PlayedConflict.json(state: "closed")]))
    }

    @Test func filtersHoldAlsoWhereTheOtherSideDoesNotKnowThem() async throws {
        let agent = try await PlayedAPI(socket: nil) { _ in
            .data(.array([PlayedConflict.json(), PlayedConflict.json(id: "other", state: "claimed")]))
        }
        let (_, claimed) = try await run(agent, ["list", "--state", "claimed", "--output", "json"])
        #expect(JSONValue(Array(claimed.utf8)) == .array([PlayedConflict.json(id: "other", state: "claimed")]))
        let (status, _) = try await run(agent, ["list", "--severity", "info"])
        #expect(status == 0)
    }

    @Test func oneIsShownByTheBeginningOfItsID() async throws {
        let hub = try await hub { request in
            request.path.hasPrefix("/api/conflicts?")
                ? .data(.array([PlayedConflict.json()])) : .data(PlayedConflict.json())
        }
        let (status, output) = try await run(hub, ["show", "3f2a", "--history"], ["COLUMNS": "100"])
        #expect(status == 0)
        for part in [
            "holds     82 until it is decided", "BASE", "EDGE", "HUB", "ada (operator)",
            "bo@plant.example (supervisor)",
            "2026-11-25 10:05:00 UTC +2", "opened", "resolve 3f2a91c0", "--if-revision 3",
        ] {
            #expect(output.contains(part), "\(part) in \(output)")
        }
        #expect(output.split(separator: "\n").allSatisfy { $0.count <= 100 })
        let (unknown, why) = try await run(hub, ["show", "77"])
        #expect(unknown == 1 && why.contains("CONFLICT_UNKNOWN"))
    }

    @Test func oneIsDecided() async throws {
        let hub = try await hub { request in
            request.method == "POST" ? .data(PlayedConflict.json(state: "resolved")) : .data(PlayedConflict.json())
        }
        let (status, output) = try await run(
            hub, ["resolve", PlayedConflict.id, "--take", "edge", "--reason", "measured", "--if-revision", "3"])
        #expect(status == 0)
        #expect(output == "3f2a91c0 resolved: limit.temperature.TEMPERATURE.CRITICAL.above of pump-1 is 82\n")
        #expect(hub.requests.last?.line == "POST /api/conflicts/\(PlayedConflict.id)/resolve")
        #expect(
            hub.requests.last?.body
                == .object(["take": .string("edge"), "reason": .string("measured"), "ifRevision": .number(3)]))
        _ = try await run(
            hub, ["resolve", PlayedConflict.id, "--set", "limit.x=83.5", "--reason", "agreed", "--confirm-safety"])
        #expect(
            hub.requests.last?.body
                == .object([
                    "set": .object(["limit.x": .number(83.5)]), "reason": .string("agreed"),
                    "confirmSafety": .bool(true),
                ]))
    }

    @Test(arguments: [
        (409, "STALE_REVISION", Int32(3)), (403, "NOT_PERMITTED", 4), (403, "FORBIDDEN", 4),
        (401, "UNAUTHENTICATED", 4),
        (409, "SAFETY_NOT_CONFIRMED", 1), (422, "FIELD_VALUE_INVALID", 1),
    ])
    func refusalsHaveTheirStatus(http: Int, code: String, status: Int32) async throws {
        let hub = try await hub { request in
            request.method == "POST" ? .error(http, code) : .data(PlayedConflict.json())
        }
        let (ended, output) = try await run(
            hub, ["resolve", PlayedConflict.id, "--take", "hub", "--reason", "agreed"])
        #expect(ended == status && output.contains("millwright: \(code): "))
        #expect(output.contains("--confirm-safety") == (code == "SAFETY_NOT_CONFIRMED"))
    }

    @Test func anotherTableIsPlayedBySameRules() async throws {
        let hub = try await hub { _ in .data(PlayedConflict.json()) }
        let command = try RunCommand()
        let token = try command.folder.write("secret\n", to: "token")
        let (_, standard) = try await command(["conflicts", "policy"])
        let same = try command.folder.write(standard, to: "same.json")
        let other = try command.folder.write(
            standard.replacing("\"stricter-holds\"", with: "\"newest-label\""), to: "other.json")
        let replay = [
            "conflicts", "replay", PlayedConflict.id, "--hub", hub.address, "--token-file", token, "--policy",
        ]
        let (status, unchanged) = try await command(replay + [same])
        #expect(status == 0 && unchanged.contains("0 of 1 would have been decided otherwise"))
        let (_, changed) = try await command(replay + [other])
        #expect(changed.contains("newest-label") && changed.contains("1 of 1 would have been decided otherwise"))
        #expect(changed.contains("95") && changed.contains("false, not true"))
        let (bad, why) = try await command(replay + [try command.folder.write("{\"version\":1}", to: "bad.json")])
        #expect(bad == 1 && why.contains("POLICY_INVALID: entries"))
    }

    @Test func changesAreWatched() async throws {
        let asked = Asked()
        let hub = try await hub { _ in
            .data(.array([PlayedConflict.json(state: asked.next() < 3 ? "open" : "closed")]))
        }
        let command = try RunCommand()
        let token = try command.folder.write("secret\n", to: "token")
        let child = try command.start([
            "conflicts", "watch", "--interval", "0.1", "--hub", hub.address, "--token-file", token,
        ])
        try await waitUntil("both states are told") {
            child.output.contains("3f2a91c0 open: limit") && child.output.contains("3f2a91c0 closed: limit")
        }
        child.send(2)
        #expect(try await child.wait() == .exited(0))
    }

    @Test("watching goes on through failures while no conflict exists, and tells the first one though it is closed")
    func aQuietPlantIsWatched() async throws {
        let asked = Asked()
        let hub = try await hub { _ in
            switch asked.next() {
            case 1: .data(.array([]))
            case 2: .error(503, "DATABASE_BUSY")
            default: .data(.array([PlayedConflict.json(state: "closed")]))
            }
        }
        let command = try RunCommand()
        let token = try command.folder.write("secret\n", to: "token")
        let child = try command.start([
            "conflicts", "watch", "--interval", "0.1", "--hub", hub.address, "--token-file", token,
        ])
        try await waitUntil("the first one is told") { child.output.contains("(stricter-holds)\n") }
        #expect(child.output.contains(" DATABASE_BUSY: ") && child.output.contains(" answers again\n"))
        child.send(2)
        #expect(try await child.wait() == .exited(0))
    }

    @Test func whatSomebodyWroteMakesNoLineOfItsOwn() async throws {
        let hub = try await hub { _ in
            .data(.array([PlayedConflict.json(edge: .string("a\r\nb\\n\u{1B}[2J"))]))
        }
        let command = try RunCommand()
        let token = try command.folder.write("secret\n", to: "token")
        let child = try command.start(["conflicts", "watch", "--hub", hub.address, "--token-file", token])
        try await waitUntil("it is told") { child.output.contains("(stricter-holds)\n") }
        #expect(child.output.contains(#" of pump-1: edge a\nb\\n[2J, hub 95; 82 holds (stricter-holds)"#))
        child.send(2)
        #expect(try await child.wait() == .exited(2))
    }

    @Test func aLostLinkDoesNotEndTheWatchOfAQuietPlant() async throws {
        let command = try RunCommand()
        let socket = command.folder.file("control.sock")
        var agent: PlayedAPI? = try await PlayedAPI(socket: socket) { _ in .data(.array([])) }
        let child = try command.start(["conflicts", "watch", "--interval", "0.1", "--agent", socket])
        try await waitUntil("it has looked") { (agent?.requests.count ?? 0) > 1 }
        agent = nil
        try await waitUntil("the failure is told") { child.output.contains("AGENT_UNREACHABLE") }
        _ = unlink(socket)
        agent = try await PlayedAPI(socket: socket) { _ in .data(.array([])) }
        try await waitUntil("it answers again") { child.output.contains("answers again") }
        child.send(2)
        #expect(try await child.wait() == .exited(0))
    }

    @Test func onTheGatewayTheSocketAnswersWithoutALogin() async throws {
        let command = try RunCommand()
        let socket = command.folder.file("control.sock")
        let agent = try await PlayedAPI(socket: socket) { _ in .data(.array([PlayedConflict.json()])) }
        let (status, output) = try await command(["conflicts", "list", "--agent", socket])
        #expect(status == 2 && output.contains("stricter-holds"))
        #expect(agent.requests.allSatisfy { $0.token == nil })
        let (named, _) = try await command(["conflicts", "list"], environment: ["MILLWRIGHT_AGENT": socket])
        #expect(named == 2)
        let (away, why) = try await command(["conflicts", "list", "--agent", command.folder.file("none.sock")])
        #expect(away == 1 && why.contains("AGENT_UNREACHABLE"))
    }

    private func hub(_ answer: @escaping @Sendable (PlayedAPI.Request) -> PlayedAPI.Answer) async throws -> PlayedAPI {
        try await PlayedAPI(answer: answer)
    }

    private func run(
        _ hub: PlayedAPI, _ arguments: [String], _ environment: [String: String] = [:]
    ) async throws -> (status: Int32, output: String) {
        try await RunCommand()(["conflicts"] + arguments, at: hub, environment: environment)
    }
}
