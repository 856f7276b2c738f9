import MillwrightDevice
import TestKit
import Testing

/// `millwright command cancel, show, list` and what refusals say, on a hub and an agent that the test plays.
@Suite struct CommandDeskTests {
    private static let id = "01920000-aaaa-7000-8000-000000000001"

    private static func told(_ state: String, _ more: [String: JSONValue] = [:]) -> JSONValue {
        .object(
            [
                "id": .string(id), "action": .string("stop"), "machineName": .string("pump-1"),
                "state": .string(state), "issuer": .string("ada"), "issuedAt": .string("2026-11-25T10:00:00.000Z"),
                "expiresAt": .string("2026-11-25T12:00:00.000Z"),
            ].merging(more) { $1 })
    }

    @Test(arguments: ["DONE", "UNKNOWN", "EXPIRED"])
    func whatIsOverCannotBeCancelled(state: String) async throws {
        let hub = try await PlayedAPI { _ in .data(Self.told(state)) }
        let (status, output) = try await run(hub, ["command", "cancel", Self.id])
        #expect(status == 1)
        #expect(output.contains("COMMAND_ENDED: \(Self.id) is over and could not be cancelled: \(state)"), "\(output)")
    }

    @Test func whatIsNotOverIsTakenBack() async throws {
        let hub = try await PlayedAPI { _ in .data(Self.told("CANCELLED")) }
        #expect(try await run(hub, ["command", "cancel", Self.id]) == (0, "\(Self.id) CANCELLED\n"))
        #expect(hub.requests.map(\.line) == ["DELETE /api/commands/\(Self.id)"])
        let sent = try await PlayedAPI { _ in .data(Self.told("EXECUTING")) }
        let (status, output) = try await run(sent, ["command", "cancel", Self.id])
        #expect(status == 0 && output.contains("EXECUTING; the agent is told to leave it"))
    }

    @Test func oneIsFoundByTheBeginningOfItsID() async throws {
        let hub = try await PlayedAPI { request in
            guard request.path.hasPrefix("/api/commands?") else { return .data(Self.told("DONE")) }
            if request.path.contains("beginning=0192&") { return .data(.array([Self.told("DONE")])) }
            let all = request.path.contains("beginning=01&") ? [Self.told("DONE"), Self.told("DONE")] : []
            return .data(.array(all))
        }
        let (status, output) = try await run(hub, ["command", "show", "0192"])
        #expect(status == 0 && output.contains("id        \(Self.id)"), "\(output)")
        #expect(hub.requests.last?.line == "GET /api/commands/\(Self.id)")
        for (beginning, why) in [("77", "has no command 77…"), ("01", "begins the ids of 2 commands")] {
            let (status, output) = try await run(hub, ["command", "cancel", beginning])
            #expect(status == 1 && output.contains("COMMAND_NOT_FOUND: ") && output.contains(why), "\(output)")
        }
        #expect(!hub.requests.contains { $0.method == "DELETE" })
    }

    @Test func whatItWaitsForIsShownInWords() async throws {
        let wish = JSONValue.object([
            "documentRevision": .number(12), "latchesSeen": .array([.string("edge/x/4")]),
            "status": .string("MAINTENANCE"), "phase": .string("moon"),
            "measured": .array([
                .object([
                    "metric": .string("temperature"), "comparison": .string("<"), "value": .number(70),
                    "ageSecondsMax": .number(30),
                ])
            ]),
        ])
        let later = JSONValue.string("2026-11-25T11:00:00.000Z")
        let hub = try await PlayedAPI { _ in .data(Self.told("QUEUED", ["precondition": wish, "notBefore": later])) }
        let (_, output) = try await run(hub, ["command", "show", Self.id])
        #expect(output.contains("  not before 2026-11-25 11:00:00 UTC\n"), "\(output)")
        #expect(
            output.contains(
                "  requires  no latch set but edge/x/4; the document of revision 12 or later; status MAINTENANCE; "
                    + "temperature < 70 (not older than 30 s); phase moon\n"), "\(output)")
        let now = JSONValue.string("2026-11-25T10:00:00.000Z")
        let plain = try await PlayedAPI { _ in
            .data(Self.told("QUEUED", ["precondition": .object([:]), "notBefore": now]))
        }
        let (_, short) = try await run(plain, ["command", "show", Self.id])
        #expect(short.contains("  requires  no latch set\n") && !short.contains("not before"), "\(short)")
    }

    @Test func aHubIsAskedByMachine() async throws {
        let hub = try await PlayedAPI { _ in .data(.array([])) }
        let (status, output) = try await run(hub, ["command", "list"])
        #expect(status == 64 && output.contains("Name the machine"), "\(output)")
        #expect(hub.requests.isEmpty)
    }

    @Test func onAGatewayTheyAreOnlyLookedAt() async throws {
        let command = try RunCommand()
        let socket = command.folder.file("s")
        let agent = try await PlayedAPI(socket: socket) { request in
            request.path.hasPrefix("/api/commands?") ? .data(.array([Self.told("DONE")])) : .data(Self.told("DONE"))
        }
        let (listed, _) = try await command(["command", "list", "--agent", socket])
        let (shown, _) = try await command(["command", "show", "0192", "--agent", socket])
        #expect(listed == 0 && shown == 0)
        let asked = agent.requests.count
        for wish in [["send", "north/pump-1", "stop"], ["cancel", "0192"]] {
            let (status, output) = try await command(["command"] + wish + ["--agent", socket])
            #expect(status == 1 && output.contains("OPTION_INVALID: commands are sent and cancelled through the hub"))
        }
        #expect(agent.requests.count == asked)
    }

    @Test("a validation error is said once, with one full stop")
    func refusalsAreSaidOnce() async throws {
        func said(_ message: String, _ faults: [(String, String)]) async throws -> String {
            let detail = faults.map {
                JSONValue.object(["field": .string($0.0), "message": .string($0.1)])
            }
            let hub = try await PlayedAPI { _ in
                PlayedAPI.Answer(
                    status: 422,
                    body: .object([
                        "error": .object([
                            "code": .string("WRONG"), "message": .string(message), "detail": .array(detail),
                        ])
                    ]))
            }
            return try await run(hub, ["command", "show", Self.id]).output
        }
        let value = "The value must be a number."
        #expect(
            try await said(value, [("limit.x", value)])
                == "millwright: WRONG: limit.x: The value must be a number.\n")
        #expect(
            try await said("2 fields are not valid.", [("age", "must be at least 1"), ("name", "must not be empty.")])
                == "millwright: WRONG: 2 fields are not valid. age must be at least 1; name must not be empty.\n")
    }

    private func run(_ hub: PlayedAPI, _ arguments: [String]) async throws -> (status: Int32, output: String) {
        try await RunCommand()(arguments, at: hub)
    }
}
