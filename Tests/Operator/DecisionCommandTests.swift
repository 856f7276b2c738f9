import MillwrightDevice
import TestKit
import Testing

/// `millwright decisions`, on an agent that the test plays.
@Suite struct DecisionCommandTests {
    private static let id = "019a0000-0000-7000-8000-000000000001"

    /// A decision of the shipped fan's `slow-down-alone`, with the numbers that it stood on.
    private static func decision(heat: Double, action: String = "NONE", rule: String = "slow-down-alone") -> JSONValue {
        func reading(_ metric: String, _ value: Double) -> JSONValue {
            .object([
                "metric": .string(metric), "timestamp": .string("2025-11-21T08:00:00.000Z"), "value": .number(value),
            ])
        }
        return .object([
            "id": .string(id), "machineName": .string("north/fan-1"), "decidedAt": .string("2025-11-21T08:00:01.000Z"),
            "riskLevel": .string("WARNING"), "actionTaken": .string(action), "rule": .string(rule),
            "rootCause": .string("It runs warm."), "reasoning": .string("Because."),
            "humanRecommendation": .string("Look."), "model": .string("fan@1, \(rule)@1, scorer@1, twin@1"),
            "readings": .array([
                reading("temperature", heat), reading("~hub.away", 2_400), reading("~local.second", 374_400),
            ]),
        ])
    }

    private func run(_ arguments: [String], _ told: JSONValue) async throws -> (status: Int32, output: String) {
        let command = try RunCommand()
        let socket = command.folder.file("s")
        let agent = try await PlayedAPI(socket: socket) { request in
            if request.path.hasPrefix("/api/decisions?") { return .data(.array([told])) }
            let isAnswer =
                request.method == "PATCH" && request.path.hasPrefix("/api/documents/machine")
                && request.path.hasSuffix("fan-1")
                && request.body?["fields"]?["answer"]?.string == "refuse \(Self.id)"
            return isAnswer ? .data(.object([:])) : .error(404, "NOT_FOUND")
        }
        defer { withExtendedLifetime(agent) {} }
        return try await command(["decisions"] + arguments + ["--agent", socket])
    }

    private static var profiles: String {
        String(#filePath.split(separator: "/Tests/")[0]).replacing("//", with: "/") + "/firmware-profiles"
    }

    @Test func decisionsAreListedAndShown() async throws {
        let (status, list) = try await run(["list"], Self.decision(heat: 75))
        #expect(status == 0 && list.contains("slow-down-alone") && list.contains("It runs warm."), "\(list)")
        #expect(
            try await run(["list", "--machine", "south"], Self.decision(heat: 75)).output == "Nothing was decided.\n")
        let (shown, text) = try await run(["show", "019a"], Self.decision(heat: 75))
        #expect(shown == 0 && text.contains("Because.") && text.contains("~hub.away  2400"), "\(text)")
        let (missing, why) = try await run(["show", "ff"], Self.decision(heat: 75))
        #expect(missing == 1 && why.contains("DECISION_NOT_FOUND: no decisions have an id that begins ff"), "\(why)")
    }

    @Test func aQuestionIsAnsweredOnce() async throws {
        var told = Self.decision(heat: 75)
        func with(_ name: String, _ value: String) -> JSONValue {
            guard case .object(var fields) = told else { return told }
            fields[name] = .string(value)
            return .object(fields)
        }
        let plain = try await run(["answer", "019a", "allow"], told)
        #expect(plain.status == 1 && plain.output.contains("QUESTION_NOT_OPEN: the decision asks nothing"), "\(plain)")
        told = with("answerBy", "2025-11-21T08:01:01.000Z")
        let late = try await run(["answer", "019a", "allow"], told)
        #expect(late.output.contains("QUESTION_NOT_OPEN: the agent waited until 2025-11-21 08:01:01 UTC"), "\(late)")
        #expect(try await run(["show", "019a"], told).output.contains("nobody answered"))
        told = with("answerBy", "2999-11-21T08:01:01.000Z")
        let list = try await run(["list"], told)
        #expect(list.output.contains("millwright decisions answer \(Self.id) allow|refuse"), "\(list)")
        let (status, text) = try await run(["answer", "019a", "refuse", "--reason", "people"], told)
        #expect(status == 0 && text.contains("refuse is on its way"), "\(text)")
        told = with("settledBy", "019a0000-0000-7000-8000-000000000002")
        let ended = try await run(["answer", "019a", "allow"], told)
        #expect(ended.output.contains("has ended the question"), "\(ended)")
    }

    @Test func aDecisionIsMadeAgain() async throws {
        let replay = ["replay", "019a", "--profiles", Self.profiles]
        let (same, text) = try await run(replay, Self.decision(heat: 75))
        #expect(same == 0 && text.hasSuffix("The same answer: NONE, WARNING.\n"), "\(text)")
        #expect(text.contains("Not made again: duration, latch, limits"), "an older agent kept no more")
        #expect(text.contains("temperature above 72 °C (is 75 °C) and (hub away for 30 min (for 40 min) or between"))
        // At 71 °C the rule would not have fired, and no rule of the fan puts it into maintenance.
        let (other, cold) = try await run(replay, Self.decision(heat: 71))
        #expect(other == 1 && cold.contains("Another answer: NONE, INFO; it was NONE, WARNING."), "\(cold)")
        let (more, acted) = try await run(replay, Self.decision(heat: 75, action: "MAINTENANCE"))
        #expect(more == 1 && acted.contains("it was MAINTENANCE, WARNING."), "\(acted)")
        let (gone, why) = try await run(replay, Self.decision(heat: 75, rule: "old"))
        #expect(gone == 1 && why.contains("DECISION_NOT_REPLAYABLE: fan@1 has no rule old"), "\(why)")
    }
}
