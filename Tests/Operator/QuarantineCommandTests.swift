import MillwrightDevice
import TestKit
import Testing

/// `millwright quarantine`, at a hub and at an agent that the test plays.
@Suite struct QuarantineCommandTests {
    private static let record = JSONValue.object([
        "id": .number(7), "agentName": .string("gateway-1"), "stream": .string("events"), "seq": .number(12),
        "code": .string("EVENT_FIELD_INVALID"), "message": .string("The field is odd."), "payload": .string("AQID"),
        "replayedAt": .null,
    ])

    @Test func oneRecordIsShownWithItsContent() async throws {
        let hub = try await PlayedAPI { _ in .data(Self.record) }
        let (status, output) = try await run(hub, ["show", "7"])
        #expect(status == 0 && hub.requests.map(\.line) == ["GET /api/sync/quarantine/7"])
        for part in ["code          EVENT_FIELD_INVALID", "payload       AQID", "seq           12"] {
            #expect(output.contains(part), "\(part) in \(output)")
        }
        #expect(!output.contains("replayedAt"))
        let (_, json) = try await run(hub, ["show", "7", "--output", "json"])
        #expect(JSONValue(Array(json.utf8)) == Self.record)
        let gone = try await PlayedAPI { _ in .error(404, "NOT_FOUND") }
        let (missing, why) = try await run(gone, ["show", "8"])
        #expect(missing == 1 && why.contains("NOT_FOUND"))
    }

    @Test func allAreReplayedAndThoseThatCannotBeAreNamed() async throws {
        let hub = try await PlayedAPI { request in
            request.path.contains("/8/") ? .error(422, "EVENT_UNREADABLE") : .data(Self.record)
        }
        let (status, output) = try await run(hub, ["replay", "7", "8", "9"])
        #expect(status == 1)
        #expect(output.contains("7: taken in\n") && output.contains("9: taken in\n"))
        #expect(output.contains("8: EVENT_UNREADABLE"))
        #expect(hub.requests.map(\.line) == [7, 8, 9].map { "POST /api/sync/quarantine/\($0)/replay" })
        let (done, _) = try await run(hub, ["replay", "7"])
        #expect(done == 0)
        // What is no fault of the record ends it.
        let closed = try await PlayedAPI { _ in .error(403, "FORBIDDEN") }
        let (refused, _) = try await run(closed, ["replay", "7", "9"])
        #expect(refused == 4 && closed.requests.count == 1)
    }

    @Test func recordsAreDropped() async throws {
        let hub = try await PlayedAPI { _ in PlayedAPI.Answer(status: 204) }
        let (status, output) = try await run(hub, ["drop", "7", "9"])
        #expect(status == 0 && output == "7: dropped\n9: dropped\n")
        #expect(hub.requests.map(\.line) == [7, 9].map { "DELETE /api/sync/quarantine/\($0)" })
    }

    @Test func onAGatewayTheyAreMessagesOfDevices() async throws {
        let command = try RunCommand()
        let socket = command.folder.file("s")
        let agent = try await PlayedAPI(socket: socket) { request in
            request.method == "DELETE" ? PlayedAPI.Answer(status: 204) : .data(Self.record)
        }
        for (words, line) in [
            (["show", "7"], "GET /api/quarantine/7"), (["replay", "7"], "POST /api/quarantine/7/replay"),
            (["drop", "7"], "DELETE /api/quarantine/7"),
        ] {
            let (status, _) = try await command(["quarantine"] + words + ["--agent", socket])
            #expect(status == 0 && agent.requests.last?.line == line)
        }
        let (status, why) = try await command(["quarantine", "list", "--stream", "events", "--agent", socket])
        #expect(status == 1 && why.contains("OPTION_INVALID"))
    }

    private func run(_ hub: PlayedAPI, _ arguments: [String]) async throws -> (status: Int32, output: String) {
        try await RunCommand()(["quarantine"] + arguments, at: hub)
    }
}
