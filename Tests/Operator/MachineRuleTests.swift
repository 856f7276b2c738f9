import Foundation
import MillwrightDevice
import TestKit
import Testing

/// `millwright machine rule`, on a hub that the test plays.
@Suite struct MachineRuleTests {
    private static let machines = PlayedAPI.Answer.data(
        .array([
            .object(["id": .string("m-1"), "name": .string("pump-1"), "factoryName": .string("north")])
        ]))

    private static func field(_ path: String, _ value: JSONValue) -> JSONValue {
        .object([
            "path": .string(path), "value": value, "actor": .string("ada@plant.example"),
            "at": .string("2026-11-20T08:00:00Z"),
        ])
    }

    private func hub(_ fields: [JSONValue] = []) async throws -> PlayedAPI {
        try await PlayedAPI { request in
            request.line.hasSuffix("/api/machines/m-1/document")
                ? .data(.object(["revision": .number(4), "fields": .array(fields)])) : Self.machines
        }
    }

    private func run(_ hub: PlayedAPI, _ arguments: [String]) async throws -> (status: Int32, output: String) {
        try await RunCommand()(["machine", "rule"] + arguments, at: hub)
    }

    private func file(_ text: String, in folder: TemporaryFolder) throws -> String {
        let path = folder.path + "/rule.yaml"
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        return path
    }

    private static let rule = """
        name: over-temperature
        when: {metric: temperature, above: 75}
        for: 2m
        risk: CRITICAL
        root_cause: The filter is blocked
        recommendation: Change the filter

        """

    private static var profile: String {
        String(#filePath.split(separator: "/Tests/")[0]).replacing("//", with: "/") + "/firmware-profiles/pump.yaml"
    }

    @Test func aRuleIsCheckedAndWrittenIntoTheDocument() async throws {
        let (hub, folder) = (try await hub(), try TemporaryFolder("rule"))
        let path = try file(Self.rule, in: folder)
        let (status, output) = try await run(
            hub, ["put", "north/pump-1", path, "--profile", Self.profile, "--reason", "summer"])
        #expect(status == 0, "\(output)")
        #expect(output.contains("north/pump-1: over-temperature is given"), "\(output)")
        #expect(hub.requests.last?.line == "PATCH /api/machines/m-1/document")
        #expect(
            hub.requests.last?.body
                == .object([
                    "fields": .object(["rule.over-temperature": .string(Self.rule)]), "reason": .string("summer"),
                ]))
    }

    @Test func mistakesAreNamedWithTheirLinesAndNothingIsSent() async throws {
        let (hub, folder) = (try await hub(), try TemporaryFolder("rule"))
        let path = try file(Self.rule.replacing("metric: temperature", with: "metric: temperatur"), in: folder)
        let (status, output) = try await run(hub, ["put", "north/pump-1", path, "--profile", Self.profile])
        #expect(status == 78 && output.contains("rule.yaml:2:"), "\(output)")
        #expect(output.contains("did you mean `temperature`?"), "\(output)")
        let unnamed = try file("when: {metric: temperature, above: 75}\n", in: folder)
        let (missing, text) = try await run(hub, ["put", "north/pump-1", unnamed])
        #expect(missing == 78 && text.contains("name"), "\(text)")
        #expect(hub.requests.isEmpty)
    }

    @Test func theyAreListedWithWhatTheAgentSaysShownSwitchedOffAndTakenAway() async throws {
        let hub = try await hub([
            Self.field("rule.hot", .string("when: {metric: temperature, above: 75}\nfor: 2m")),
            Self.field("rule.busy", .bool(false)), Self.field("notes", .string("x")),
            Self.field("reported.rule.hot", .string("refused: hot:1: no")),
        ])
        let (_, table) = try await run(hub, ["list", "pump-1"])
        for part in ["hot", "given", "refused: hot:1: no", "busy", "off", "has not said yet", "ada@plant.example"] {
            #expect(table.contains(part), "\(part) in \(table)")
        }
        #expect(!table.contains("notes"))
        let (_, shown) = try await run(hub, ["show", "pump-1", "hot"])
        #expect(shown.contains("when: {metric: temperature, above: 75}\nfor: 2m"), "\(shown)")
        let (absent, why) = try await run(hub, ["show", "pump-1", "cold"])
        #expect(absent == 1 && why.contains("RULE_NOT_FOUND") && why.contains("busy, hot"), "\(why)")
        #expect(try await run(hub, ["off", "pump-1", "hot", "--reason", "tests"]).status == 0)
        #expect(hub.requests.last?.body?["fields"] == .object(["rule.hot": .bool(false)]))
        #expect(try await run(hub, ["reset", "pump-1", "hot"]).status == 0)
        #expect(hub.requests.last?.body?["fields"] == .object(["rule.hot": .null]))
        #expect(try await run(hub, ["reset", "pump-1", "cold"]).output.contains("nothing changes"))
    }
}
