import MillwrightDevice
import TestKit
import Testing

/// `millwright conflicts diff`, `claim` and `export`, and the status of `list`, at a hub and an agent that are played.
@Suite struct ConflictDetailTests {
    @Test func theSidesStandBesideEachOther() async throws {
        let hub = try await PlayedAPI { _ in .data(PlayedConflict.json()) }
        let (status, output) = try await run(hub, ["diff", PlayedConflict.id], ["COLUMNS": "100"])
        #expect(status == 0)
        let lines = output.split(separator: "\n")
        let titles = try #require(lines.first { $0.contains("BASE") && $0.contains("EDGE") && $0.contains("HUB") })
        let values = try #require(lines.first { $0.contains("90") && $0.contains("82") && $0.contains("95") })
        for (title, value) in [("BASE", "90"), ("EDGE", "82"), ("HUB", "95")] {
            let left = titles.firstRange(of: title)?.lowerBound.utf16Offset(in: titles)
            #expect(left == values.firstRange(of: value)?.lowerBound.utf16Offset(in: values), "\(title)")
        }
        #expect(output.contains("ada (operator)") && output.contains("bo@plant.example (supervisor)"))
        #expect(hub.requests.map(\.line) == ["GET /api/conflicts/\(PlayedConflict.id)"])
    }

    @Test func oneIsTakenInHand() async throws {
        let hub = try await PlayedAPI { request in
            request.method == "POST"
                ? .data(PlayedConflict.json(state: "claimed").with("claimedBy", .string("ada")))
                : .data(PlayedConflict.json())
        }
        let (status, output) = try await run(hub, ["claim", PlayedConflict.id])
        #expect(status == 0 && output == "3f2a91c0 claimed by ada\n")
        #expect(hub.requests.last?.line == "POST /api/conflicts/\(PlayedConflict.id)/claim")
        let late = try await PlayedAPI { request in
            request.method == "POST" ? .error(409, "CONFLICT_STATE") : .data(PlayedConflict.json(state: "closed"))
        }
        let (refused, why) = try await run(late, ["claim", PlayedConflict.id])
        #expect(refused == 1 && why.contains("CONFLICT_STATE"))
    }

    @Test func theHubsBundleIsWrittenAsItIs() async throws {
        let bundle = JSONValue.object(["format": .string("millwright.conflict.v1"), "policy": .object([:])])
        let hub = try await PlayedAPI { request in
            request.path.hasSuffix("/export") ? .data(bundle) : .data(PlayedConflict.json())
        }
        let (status, output) = try await run(hub, ["export", PlayedConflict.id])
        #expect(status == 0 && JSONValue(Array(output.utf8)) == bundle)
        let folder = try TemporaryFolder()
        let file = folder.file("bundle.json")
        let (_, said) = try await run(hub, ["export", PlayedConflict.id, "--out", file])
        #expect(said == "3f2a91c0 is in \(file)\n")
        #expect(JSONValue(Array(try #require(folder.read("bundle.json")).utf8)) == bundle)
    }

    @Test func aGatewaysBundleIsItsOwn() async throws {
        let command = try RunCommand()
        let socket = command.folder.file("s")
        let bundle = JSONValue.object(["format": .string("millwright.conflict.v1"), "document": .object([:])])
        let agent = try await PlayedAPI(socket: socket) { request in
            request.path.hasSuffix("/export") ? .data(bundle) : .data(PlayedConflict.json())
        }
        let (status, output) = try await command(["conflicts", "export", PlayedConflict.id, "--agent", socket])
        #expect(status == 0 && JSONValue(Array(output.utf8)) == bundle)
        #expect(agent.requests.last?.line == "GET /api/conflicts/\(PlayedConflict.id)/export")
    }

    @Test("a list of what is over does not say that nothing is open")
    func theStatusSaysWhatIsOpen() async throws {
        for (open, expected) in [(true, Int32(2)), (false, 0)] {
            let hub = try await PlayedAPI { request in
                if request.path.contains("state=closed") {
                    return .data(.array([PlayedConflict.json(id: "c", state: "closed")]))
                }
                return .data(.array(open && request.path.contains("state=open") ? [PlayedConflict.json()] : []))
            }
            let (status, output) = try await run(hub, ["list", "--state", "closed", "--severity", "critical"])
            #expect(status == expected)
            #expect(output.contains("1 conflict, none open") && !output.contains(PlayedConflict.id))
            #expect(hub.requests.allSatisfy { $0.path.contains("severity=CRITICAL") })
        }
    }

    private func run(
        _ hub: PlayedAPI, _ arguments: [String], _ environment: [String: String] = [:]
    ) async throws -> (status: Int32, output: String) {
        try await RunCommand()(["conflicts"] + arguments, at: hub, environment: environment)
    }
}

extension JSONValue {
    /// The elements of a list; none for anything else.
    var items: [JSONValue] { if case .array(let values) = self { values } else { [] } }

    /// The object with one more member.
    func with(_ name: String, _ value: JSONValue) -> JSONValue {
        guard case .object(var members) = self else { return self }
        members[name] = value
        return .object(members)
    }
}
