import AgentAutonomy
import DeviceProfiles
import MillwrightDevice
import Runtime
import Telemetry
import TestKit
import Testing

/// `millwright decisions show` and `replay` of a decision that kept all that it depended on.
@Suite struct DecisionRecordCommandTests {
    private static let press = """
        name: press
        version: 2
        machine_type: PRESS
        metrics:
          - {name: power, unit: kW, interval: 10s, scored: false}
          - {name: temperature, unit: Cel, interval: 10s, scored: false}
        twin: {rated_power: 22, settles: {rise: 35, power: 18}}
        actions:
          - {name: stop, leads_to: OFFLINE}
        rules:
          - {name: hot, when: {metric: temperature, above: 85}, for: 20s, set_status: MAINTENANCE, send: stop,
             risk: CRITICAL, root_cause: It boils., recommendation: Look.}
        autonomy:
          statuses: [MAINTENANCE]
          envelope: {temperature: {below: 95}}
          actions:
            - {action: stop, most_per_hour: 3}
        """

    /// What a guard decides about a press that gets hot.
    private static func decision() throws -> Decision {
        let profile = try ProfileReader.read(Array(press.utf8), file: "press.yaml")
        let key = try #require(MachineKey(factory: "north", machine: "press-1"))
        var machine = MachineGuard(key: key, profile: profile)
        var context = GuardContext(
            now: Timestamp(seconds: 1_763_712_000), uptime: Uptime(nanoseconds: 1), hubReachable: false,
            random: SeededRandom(seed: 4))
        var effects: [AutonomyEffect] = []
        for _ in 0..<6 {
            machine.observe(slot: 0, value: 18, at: context.now, context: &context, effects: &effects)
            machine.observe(slot: 1, value: 90, at: context.now, context: &context, effects: &effects)
            context.now = context.now.advanced(seconds: 10)
            context.uptime = context.uptime.advanced(seconds: 10)
        }
        return try #require(effects.lazy.compactMap { if case .decision(let made) = $0 { made } else { nil } }.first)
    }

    private static func json(_ decision: Decision, inputs: [UInt8]?) -> JSONValue {
        var members: [String: JSONValue] = [
            "id": .string("\(decision.id)"), "machineName": .string("\(decision.machine)"),
            "decidedAt": .string(decision.decidedAt.rfc3339), "riskLevel": .string(decision.riskLevel.rawValue),
            "actionTaken": .string(decision.actionTaken.rawValue), "rule": .string(decision.rule),
            "rootCause": .string(decision.rootCause), "reasoning": .string(decision.reasoning),
            "humanRecommendation": .string(decision.humanRecommendation), "model": .string(decision.model),
            "readings": .array(
                decision.evidence.map {
                    .object([
                        "metric": .string("\($0.metric)"), "timestamp": .string($0.time.rfc3339),
                        "value": .number($0.value),
                    ])
                }),
        ]
        if let inputs { members["inputs"] = .string(HexText.encode(inputs)) }
        return .object(members)
    }

    /// At an agent or hub that lists decisions without, and tells one with what it kept.
    private func run(
        _ word: String, _ decision: Decision, inputs: [UInt8]
    ) async throws -> (status: Int32, output: String) {
        let command = try RunCommand()
        let socket = command.folder.file("s")
        let agent = try await PlayedAPI(socket: socket) { request in
            if request.path.hasPrefix("/api/decisions?") {
                return .data(.array([Self.json(decision, inputs: nil)]))
            }
            return request.path == "/api/decisions/\(decision.id)"
                ? .data(Self.json(decision, inputs: inputs)) : .error(404, "NOT_FOUND")
        }
        defer { withExtendedLifetime(agent) {} }
        return try await command(["decisions", word, "\(decision.id)", "--agent", socket])
    }

    @Test func theWholeWayIsGoneAgainAndSaidToBeTheSame() async throws {
        let decision = try Self.decision()
        let (status, text) = try await run("replay", decision, inputs: decision.inputs)
        #expect(status == 0, "\(text)")
        for part in [
            "condition  passes     temperature above 85 (is 90)", "duration   passes     for 20 s of 20 s",
            "status     passes     from ONLINE to MAINTENANCE", "latch      passes     no safety latch is set",
            "limits     passes     never sent within a day", "twin       passes     The twin was asked: with stop",
            "The same answer: acted: status MAINTENANCE, stop sent.",
        ] {
            #expect(text.contains(part), "\(part) in \(text)")
        }
        let (shown, told) = try await run("show", decision, inputs: decision.inputs)
        #expect(shown == 0 && told.contains("How it was decided, step by step:"), "\(told)")
        #expect(told.contains("hub        passes     it is not to be asked") && told.contains("stop sent"), "\(told)")
    }

    @Test func anInputThatWasOtherwiseIsTold() async throws {
        let decision = try Self.decision()
        var record = try DecisionRecord(decision)
        record.inputs.sent = SentCounts(ofAllInDay: 3, inHour: 3, inDay: 3, secondsSince: 1_800)
        let (status, text) = try await run("replay", decision, inputs: record.bytes)
        #expect(status == 1 && text.contains("differs at step 7: limits stops, it was limits passes"), "\(text)")
        #expect(text.contains("stop may be sent 3 times an hour; it was acted"), "\(text)")
        var other = decision
        other.actionTaken = .none
        let (more, said) = try await run("replay", other, inputs: decision.inputs)
        #expect(more == 1 && said.contains("the decision says another action or risk than its record"), "\(said)")
    }

    @Test func whatCannotBeReadSaysWhy() async throws {
        let decision = try Self.decision()
        var newer = decision.inputs
        newer[0] = 9
        let (status, text) = try await run("replay", decision, inputs: newer)
        #expect(status == 1 && text.contains("DECISION_NOT_REPLAYABLE: a newer agent kept it"), "\(text)")
        let (worse, why) = try await run("replay", decision, inputs: Array(decision.inputs.dropLast(3)))
        #expect(worse == 1 && why.contains("what it kept is damaged"), "\(why)")
    }
}
