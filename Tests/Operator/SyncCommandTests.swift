import Foundation
import MillwrightDevice
import TestKit
import Testing

/// `millwright sync` and `millwright agent`, at a hub and at an agent that the test plays.
@Suite struct SyncCommandTests {
    private static let life = "0192f000-0000-7000-8000-000000000001"
    private static let other = "0192f111-0000-7000-8000-000000000002"

    private static func sync(_ events: Int, paused: Bool = false) -> JSONValue {
        .object([
            "name": .string("gateway-1"), "paused": .bool(paused), "state": .string("idle"),
            "hub": .object(["address": .string("https://hub"), "reachable": .bool(true)]),
            "streams": .object([
                "events": .object(["acknowledged": .number(Double(events)), "newest": .number(9)])
            ]),
        ])
    }

    private static let agents = PlayedAPI.Answer.data(
        .array([
            .object(["id": .string("a-1"), "name": .string("gateway-1"), "online": .bool(true)]),
            .object(["id": .string("a-2"), "name": .string("gateway-2"), "online": .bool(false)]),
        ]))

    @Test func aRoundIsAskedForAtTheGateway() async throws {
        let command = try RunCommand()
        let socket = command.folder.file("s")
        let agent = try await PlayedAPI(socket: socket) { _ in .data(Self.sync(7)) }
        let (status, output) = try await command(["sync", "now", "--agent", socket])
        #expect(status == 0 && output.contains("7 of 9, 2 to go"), "\(output)")
        #expect(agent.requests.map(\.line) == ["POST /api/sync/now", "GET /api/sync"])
        let paused = try await PlayedAPI(socket: command.folder.file("p")) { _ in .error(409, "SYNC_PAUSED") }
        let (refused, why) = try await command(["sync", "now", "--agent", command.folder.file("p")])
        #expect(refused == 1 && why.contains("SYNC_PAUSED") && paused.requests.count == 1)
        let hub = try await PlayedAPI { _ in Self.agents }
        let (wrong, hint) = try await run(hub, ["sync", "now"])
        #expect(wrong == 1 && hint.contains("OPTION_INVALID") && hub.requests.isEmpty)
    }

    @Test func aRoundThatIsUnderWayIsNotTheNextOne() async throws {
        let command = try RunCommand()
        let socket = command.folder.file("s")
        let agent = try await PlayedAPI(socket: socket) { _ in
            .data(
                Self.sync(7).merging([
                    "state": .string("awaiting"), "nextRoundAt": .string("2999-01-01T00:00:00.000Z"),
                ]))
        }
        let (status, output) = try await command(["sync", "resume", "--agent", socket])
        #expect(status == 0 && output.contains("a round is under way") && !output.contains("round in"), "\(output)")
        #expect(agent.requests.first?.line == "POST /api/sync/resume")
    }

    @Test func itIsWatchedUntilSomebodyStopsIt() async throws {
        let asked = Asked()
        let command = try RunCommand()
        let socket = command.folder.file("s")
        let agent = try await PlayedAPI(socket: socket) { _ in .data(Self.sync(min(asked.next(), 9))) }
        let child = try command.start(["sync", "status", "--watch", "--interval", "0.1", "--agent", socket])
        try await waitUntil("all looks are told, one after the other") {
            child.output.contains("1 of 9, 8 to go") && child.output.contains("8 of 9, 1 to go")
                && child.output.contains("9, all")
        }
        child.send(2)
        #expect(try await child.wait() == .exited(0))
        #expect(agent.requests.allSatisfy { $0.line == "GET /api/sync" })
    }

    @Test func atAHubOneOrAllAgentsAreTold() async throws {
        let hub = try await PlayedAPI { request in
            request.path.hasPrefix("/api/agents?")
                ? Self.agents : .data(.object(["agent": .object([:]), "waiting": .number(0)]))
        }
        let (status, output) = try await run(hub, ["sync", "status"])
        #expect(status == 0, "\(output)")
        #expect(output.contains("gateway-1: online") && output.contains("gateway-2: offline"), "\(output)")
        let (_, one) = try await run(hub, ["sync", "status", "gateway-2", "--output", "json"])
        #expect(JSONValue(Array(one.utf8))?.items.compactMap { $0["name"]?.string } == ["gateway-2"])
        #expect(hub.requests.last?.line == "GET /api/agents/a-2/sync")
    }

    @Test(arguments: ["adopt", "reject"]) func aCopyIsDecidedAbout(verdict: String) async throws {
        let hub = try await PlayedAPI { request in
            if request.path.hasPrefix("/api/agents?") { return Self.agents }
            if request.method == "POST" {
                return .data(.object(["incarnation": .string(Self.other), "decision": .string(verdict)]))
            }
            return .data(
                .object([
                    "incarnations": .array([Self.life, Self.other].map { .object(["id": .string($0)]) })
                ]))
        }
        let done = verdict == "adopt" ? "adopted" : "rejected"
        let (status, output) = try await run(hub, ["agent", verdict, "gateway-1"])
        #expect(status == 0 && output == "gateway-1: \(Self.other) is \(done)\n")
        #expect(hub.requests.last?.line == "POST /api/agents/a-1/\(verdict)")
        #expect(hub.requests.last?.body == .object([:]))
        let (named, _) = try await run(hub, ["agent", verdict, "gateway-1", "--incarnation", "0192f1"])
        #expect(named == 0 && hub.requests.last?.body == .object(["incarnation": .string(Self.other)]))
        let (vague, why) = try await run(hub, ["agent", verdict, "gateway-1", "--incarnation", "0192"])
        #expect(vague == 1 && why.contains("INCARNATION_NOT_FOUND: --incarnation"), "\(why)")
        let (unknown, known) = try await run(hub, ["agent", verdict, "gateway-9"])
        #expect(unknown == 1 && known.contains("AGENT_NOT_FOUND") && known.contains("gateway-2"))
    }

    @Test func anAgentIsEnrolledByATokenThatNeedNotBeShown() async throws {
        let hub = try await PlayedAPI { _ in
            .data(
                .object([
                    "token": .string("mwe_secret"), "command": .string("millwright-agent enrol --hub http://h"),
                    "expiresAt": .string("2026-11-27T12:00:00Z"),
                ]))
        }
        let (status, output) = try await run(hub, ["agent", "enrol", "gateway-3", "--valid-for", "2h"])
        #expect(status == 0 && output.contains("mwe_secret") && output.contains("enrol --hub http://h"), "\(output)")
        #expect(hub.requests.last?.line == "POST /api/agents/enrolments")
        #expect(
            hub.requests.last?.body == .object(["name": .string("gateway-3"), "expiresInMinutes": .number(120)]))
        let command = try RunCommand()
        let file = command.folder.file("token")
        let (quiet, text) = try await command(["agent", "enrol", "gateway-3", "--write-token", file], at: hub)
        #expect(quiet == 0 && !text.contains("mwe_secret"), "\(text)")
        #expect(try String(contentsOfFile: file, encoding: .utf8) == "mwe_secret\n")
        #expect(hub.requests.last?.body == .object(["name": .string("gateway-3")]))
        let asked = hub.requests.count
        for wrong in ["soon", "1s", "59s", "8d"] {
            let (status, why) = try await run(hub, ["agent", "enrol", "gateway-3", "--valid-for", wrong])
            #expect(status == 64 && why.contains("--valid-for is a time of one minute to seven days"), "\(why)")
        }
        #expect(hub.requests.count == asked)
    }

    @Test func anAgentIsRevokedOnlyByWhoSaysThatItIsForGood() async throws {
        let hub = try await PlayedAPI { $0.method == "DELETE" ? PlayedAPI.Answer(status: 204) : Self.agents }
        let (asked, why) = try await run(hub, ["agent", "revoke", "gateway-2"])
        #expect(asked == 1 && why.contains("NOT_CONFIRMED") && why.contains("--for-good"), "\(why)")
        #expect(hub.requests.allSatisfy { $0.method == "GET" })
        let (status, output) = try await run(hub, ["agent", "revoke", "gateway-2", "--for-good"])
        #expect(status == 0 && output.contains("gateway-2 is revoked"), "\(output)")
        #expect(hub.requests.last?.line == "DELETE /api/agents/a-2")
    }

    @Test func whatTheHubDoesNotAllowHasItsStatus() async throws {
        let hub = try await PlayedAPI { request in
            request.method == "POST" ? .error(403, "FORBIDDEN") : Self.agents
        }
        let (status, output) = try await run(hub, ["agent", "adopt", "gateway-1"])
        #expect(status == 4 && output.contains("FORBIDDEN"))
    }

    private func run(_ hub: PlayedAPI, _ arguments: [String]) async throws -> (status: Int32, output: String) {
        try await RunCommand()(arguments, at: hub)
    }
}

extension JSONValue {
    /// This object with more members.
    fileprivate func merging(_ more: [String: JSONValue]) -> JSONValue {
        guard case .object(let members) = self else { return self }
        return .object(members.merging(more) { $1 })
    }
}
