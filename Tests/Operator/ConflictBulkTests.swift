import MillwrightDevice
import TestKit
import Testing

/// `millwright conflicts resolve --where`, at a hub that decides by itself, at an old one and on a gateway.
@Suite struct ConflictBulkTests {
    private static let many = [
        "resolve", "--where", "rule=stricter-holds", "--where", "severity=critical", "--take", "hub",
    ]

    private static func told(_ resolved: [String], refused: [(String, String)] = [], matched: Int) -> JSONValue {
        .object([
            "matched": .number(Double(matched)),
            "resolved": .array(
                resolved.map {
                    .object([
                        "id": .string($0), "path": .string("notes"), "machineName": .string("pump-1"),
                        "value": .number(95),
                    ])
                }),
            "refused": .array(
                refused.map {
                    .object(["id": .string($0.0), "code": .string($0.1), "message": .string("No.")])
                }),
        ])
    }

    @Test func theHubSaysWhatADryRunWouldTakeAndWhatNot() async throws {
        let hub = try await PlayedAPI { _ in
            .data(Self.told(["aaaaaaaa-1"], refused: [("bbbbbbbb-2", "SAFETY_NOT_CONFIRMED")], matched: 2))
        }
        let (status, output) = try await run(hub, Self.many + ["--dry-run"])
        #expect(status == 1)
        #expect(output.contains("aaaaaaaa would become 95: notes of pump-1\n"))
        #expect(output.contains("bbbbbbbb: SAFETY_NOT_CONFIRMED: No."))
        #expect(output.contains("1 would be decided, 1 refused\n"))
        #expect(hub.requests.map(\.line) == ["POST /api/conflicts/resolve"])
        #expect(
            hub.requests.first?.body
                == .object([
                    "where": .object([
                        "state": .string("open"), "rule": .string("stricter-holds"), "severity": .string("CRITICAL"),
                    ]), "take": .string("hub"), "dryRun": .bool(true), "confirmSafety": .bool(false),
                ]))
    }

    @Test("more than one call takes is asked for again, and what was refused is named once")
    func manyCallsAreMade() async throws {
        let asked = Asked()
        let refused = [("cccccccc-3", "NOT_PERMITTED")]
        let hub = try await PlayedAPI { _ in
            asked.next() == 1
                ? .data(Self.told(["aaaaaaaa-1"], refused: refused, matched: 3))
                : .data(Self.told(["bbbbbbbb-2"], refused: refused, matched: 2))
        }
        let (status, output) = try await run(hub, Self.many + ["--reason", "new pumps", "--confirm-safety"])
        #expect(status == 4 && hub.requests.count == 2)
        #expect(output.contains("aaaaaaaa resolved: notes of pump-1 is 95\n"))
        #expect(output.contains("2 decided, 1 failed\n"))
        #expect(output.ranges(of: "NOT_PERMITTED").count == 1)
        #expect(hub.requests.last?.body?["reason"] == .string("new pumps"))
        #expect(hub.requests.last?.body?["confirmSafety"] == .bool(true))
    }

    @Test func aHubWithoutTheCallIsAskedOneByOne() async throws {
        let hub = try await PlayedAPI { request in
            if request.path == "/api/conflicts/resolve" { return .error(404, "NOT_FOUND") }
            if request.method == "POST" { return .data(PlayedConflict.json(state: "resolved")) }
            return .data(.array(request.path.contains("state=open") ? [PlayedConflict.json()] : []))
        }
        let (status, output) = try await run(hub, Self.many + ["--reason", "new pumps"])
        #expect(status == 0 && output.hasSuffix("1 decided, 0 failed\n"))
        #expect(hub.requests.last?.line == "POST /api/conflicts/\(PlayedConflict.id)/resolve")
    }

    @Test func onAGatewayTheDryRunLooksAtSidesAndSafety() async throws {
        let command = try RunCommand()
        let socket = command.folder.file("s")
        let agent = try await PlayedAPI(socket: socket) { request in
            guard request.method == "GET" else { return .data(PlayedConflict.json(state: "resolved")) }
            return .data(
                .array([
                    PlayedConflict.json(), PlayedConflict.json(id: "aaaaaaaa-1", path: "notes", rule: "keep-both"),
                    PlayedConflict.json(id: "bbbbbbbb-2", rule: "keep-both").with("hub", .null),
                    PlayedConflict.json(id: "cccccccc-3", state: "claimed", rule: "keep-both"),
                ]))
        }
        let many = ["conflicts", "resolve", "--where", "machine=north/pump-1", "--take", "hub", "--agent", socket]
        let (status, output) = try await command(many + ["--dry-run"])
        #expect(status == 1 && output.contains("1 would be decided, 2 refused\n"))
        #expect(output.contains("aaaaaaaa would become 95: notes"))
        #expect(output.contains("3f2a91c0: SAFETY_NOT_CONFIRMED") && output.contains("bbbbbbbb: CONFLICT_SIDE_MISSING"))
        #expect(!output.contains("cccccccc") && agent.requests.allSatisfy { $0.method == "GET" })
        let (_, confirmed) = try await command(many + ["--dry-run", "--confirm-safety"])
        #expect(confirmed.contains("3f2a91c0 would become 95") && confirmed.contains("2 would be decided, 1 refused"))
        let (wrong, _) = try await command(many + ["--where", "state=all", "--dry-run"])
        #expect(wrong == 64)
    }

    private func run(_ hub: PlayedAPI, _ arguments: [String]) async throws -> (status: Int32, output: String) {
        try await RunCommand()(["conflicts"] + arguments, at: hub)
    }
}
