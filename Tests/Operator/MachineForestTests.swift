import MillwrightDevice
import TestKit
import Testing

/// `millwright machine forest`, on a hub that the test plays.
@Suite struct MachineForestTests {
    private static let machines = PlayedAPI.Answer.data(
        .array([
            .object(["id": .string("m-1"), "name": .string("pump-1"), "factoryName": .string("north")])
        ]))

    private static func forest(_ version: Double, deployed: Bool) -> JSONValue {
        .object([
            "version": .number(version), "deployed": .bool(deployed), "rows": .number(1_200),
            "features": .array([.string("power"), .string("temperature")]),
            "digest": .string(String(repeating: "ab", count: 32)), "createdBy": .string("ada@plant.example"),
            "trainedFrom": .string("2026-11-01T00:00:00Z"), "trainedTo": .string("2026-11-20T00:00:00Z"),
        ])
    }

    private func hub() async throws -> PlayedAPI {
        try await PlayedAPI { request in
            switch request.line {
            case "POST /api/machines/m-1/forest": .data(Self.forest(3, deployed: true))
            case "POST /api/machines/m-1/forest/2/deploy": .data(Self.forest(2, deployed: true))
            case "POST /api/machines/m-1/forest/9/deploy": .error(404, "NOT_FOUND", "There is no such forest.")
            case "GET /api/machines/m-1/forest":
                .data(
                    .object([
                        "versions": .array([Self.forest(3, deployed: true), Self.forest(2, deployed: false)])
                    ]))
            case "DELETE /api/machines/m-1/forest": PlayedAPI.Answer(status: 204)
            default: Self.machines
            }
        }
    }

    private func run(_ hub: PlayedAPI, _ arguments: [String]) async throws -> (status: Int32, output: String) {
        try await RunCommand()(["machine", "forest"] + arguments, at: hub)
    }

    @Test func aForestIsFittedToWhatIsAsked() async throws {
        let hub = try await hub()
        let (status, output) = try await run(
            hub, ["fit", "north/pump-1", "--from", "now-14d", "--features", "power, temperature"])
        #expect(status == 0)
        #expect(output.contains("north/pump-1: forest 3 of 1200 rows over power, temperature is to run"), "\(output)")
        #expect(
            hub.requests.last?.body
                == .object([
                    "from": .string("now-14d"),
                    "features": .array([.string("power"), .string("temperature")]),
                ]))
    }

    @Test func versionsAreShownDeployedAndWithdrawn() async throws {
        let hub = try await hub()
        let (shown, table) = try await run(hub, ["show", "pump-1"])
        #expect(shown == 0)
        for part in ["VERSION", "3", "to run", "power, temperature", "ada@plant.example", "abababababab"] {
            #expect(table.contains(part), "\(part) in \(table)")
        }
        let (deployed, said) = try await run(hub, ["deploy", "pump-1", "2"])
        #expect(deployed == 0 && said.contains("forest 2"))
        let (none, why) = try await run(hub, ["deploy", "pump-1", "9"])
        #expect(none == 1 && why.contains("NOT_FOUND"))
        let (withdrawn, last) = try await run(hub, ["withdraw", "pump-1"])
        #expect(withdrawn == 0 && last.contains("north/pump-1: the forest is withdrawn"))
        #expect(hub.requests.last?.line == "DELETE /api/machines/m-1/forest")
    }

    @Test func anAgentFitsNone() async throws {
        let (status, output) = try await RunCommand()(["machine", "forest", "fit", "x/y", "--agent", "/nowhere"])
        #expect(status == 1 && output.contains("OPTION_INVALID"), "\(output)")
    }
}
