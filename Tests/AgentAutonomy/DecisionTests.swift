import AgentAutonomy
import DeviceProfiles
import Runtime
import Telemetry
import Testing

@Suite("Decisions of a machine's guard")
struct DecisionTests {
    @Test("over 85 °C for its duration: MAINTENANCE, once, with or without the hub", arguments: [true, false])
    func overheat(hubReachable: Bool) throws {
        var plant = try Plant(hubReachable: hubReachable)
        var effects = plant.run(Plant.power, 15, for: 2)
        effects += plant.run(Plant.temperature, 70, for: 30)
        effects += plant.run(Plant.temperature, for: 40) { 86 + ($0 - 32) / 20 }
        let decision = try #require(effects.decisions.first)
        #expect(effects.decisions.count == 1)
        #expect(effects.statuses == [.maintenance] && plant.machine.status == .maintenance)
        #expect(decision.actionTaken == .maintenance && decision.riskLevel == .critical)
        #expect(decision.alert == effects.alerts.first { $0.kind == .temperature }?.id)
        #expect(decision.rule == "over-temperature" && decision.decidedBy == "agent")
        #expect(decision.model == "pump@3, over-temperature@1, scorer@1, twin@2")
        #expect(decision.hubReachable == hubReachable)
        #expect(decision.rootCause == "Overheating" && decision.humanRecommendation == "Check cooling and lubrication.")
        #expect(decision.evidence.count == 10 && decision.evidence.last?.value == 86.5)
        #expect(decision.evidence.map(\.time) == decision.evidence.map(\.time).sorted())
        let hub =
            hubReachable
            ? "The hub was reachable; the rule needs no answer from it."
            : "The hub was not reachable; the agent decided by itself."
        #expect(
            decision.reasoning
                == "Temperature over 85 °C for 10 s. It is 86.5 °C now; "
                + "the last 10 readings lie between 70 °C and 86.5 °C."
                + " Rule over-temperature@1 sets the status MAINTENANCE. " + hub)
        #expect(decision.estimatedSavings == 15 * 0.05 * 8_760 * 0.12)
        #expect(decision.preventedLoss == 12_000)
    }

    @Test("power over 120 % of the baseline: OFFLINE and the command to stop")
    func powerSpike() throws {
        var plant = try Plant(hubReachable: false)
        var effects = plant.run(Plant.power, 19, for: 30)
        #expect(effects.isEmpty)
        effects += plant.run(Plant.power, 26, for: 20)
        let decision = try #require(effects.decisions.first)
        #expect(decision.actionTaken == .offline)
        #expect(effects.statuses == [.offline])
        let command = try #require(effects.commands.first)
        #expect(effects.commands.count == 1)
        #expect(command.action.state == .intended && command.action.decision == decision.id)
        #expect(command.topic == "plant/north/pump-7/cmd/stop")
        #expect(command.executionClass == .atMostOnce && command.timeoutSeconds == 10)
        let expires = command.action.expiresAt.microseconds / 1_000
        #expect(
            String(decoding: command.payload, as: UTF8.self)
                == "{\"id\":\"\(command.action.id)\",\"action\":\"stop\",\"args\":{},\"expires\":\(expires)}")
        #expect(decision.reasoning.contains("over 120 % of the baseline (24 kW)"))
        #expect(decision.reasoning.contains("The device is told to stop."))
        let mean = decision.evidence.map(\.value).reduce(0, +) / 10
        #expect(abs(decision.estimatedSavings - (mean - 20) * 8_760 * 0.12) < 0.01)
        #expect(effects.alerts.first?.kind == .powerSpike)
        #expect(effects.alerts.first?.message == "Power is 26 kW, over 24 kW (120 % of the usual 20 kW)")
        let order = effects.map { effect -> String in
            switch effect {
            case .alert: "alert"
            case .decision: "decision"
            case .status: "status"
            case .command: "command"
            case .action, .withheld: "action"
            }
        }
        #expect(order.suffix(3) == ["decision", "status", "command"])
    }

    @Test("an odd vibration: a warning with a maintenance window, and no action")
    func oddVibration() throws {
        var plant = try Plant()
        var random = SeededRandom(seed: 6)
        var effects = plant.run(Plant.vibration, for: 4_000) { _ in 1.2 + 0.02 * random.normal() }
        #expect(effects.isEmpty)
        effects = plant.run(Plant.vibration, for: 120) { _ in 1.6 + 0.02 * random.normal() }
        let alert = try #require(effects.alerts.first { $0.kind == .anomaly })
        #expect(effects.alerts.count == 1)
        #expect(alert.severity == .warning && alert.metric?.text == "vibration")
        #expect(abs((alert.expected ?? 0) - 1.2) < 0.05 && (alert.score ?? 0) > 0.99)
        #expect(alert.raisedAt <= Plant.start.advanced(seconds: 4_010))
        #expect(alert.message.hasPrefix("Vibration is 1.") && alert.message.contains("odd since 2025-"))
        let decision = try #require(effects.decisions.first)
        #expect(decision.actionTaken == .none && decision.riskLevel == .warning)
        #expect(decision.humanRecommendation == "Check the bearing. Plan maintenance within 72 hours.")
        #expect(effects.statuses.isEmpty && effects.commands.isEmpty && effects.decisions.count == 1)
    }

    @Test("what the policy does not allow becomes a recommendation")
    func policy() throws {
        var profile = Plant.pump()
        profile.autonomy.statuses = [.offline]
        var plant = try Plant(profile)
        let effects = plant.run(Plant.temperature, 90, for: 30)
        let decision = try #require(effects.decisions.first)
        #expect(decision.actionTaken == .none && decision.riskLevel == .critical)
        #expect(decision.reasoning.contains("MAINTENANCE, which the autonomy policy does not allow"))
        #expect(decision.humanRecommendation.hasPrefix("Decide whether to act: the rule would have set the status"))
        #expect(effects.statuses.isEmpty && plant.machine.status == .online)
    }

    @Test(
        "a rule in shadow mode, or one that recommends, does nothing",
        arguments: [
            AutonomyRule.Mode.shadow, .recommend,
        ])
    func modes(mode: AutonomyRule.Mode) throws {
        var profile = Plant.pump()
        profile.rules[1].mode = mode
        var plant = try Plant(profile)
        let effects = plant.run(Plant.power, 30, for: 30)
        #expect(effects.decisions.map(\.actionTaken) == [.none])
        #expect(effects.statuses.isEmpty && effects.commands.isEmpty && effects.actions.isEmpty)
    }

    @Test("more commands than the policy allows are refused, and told")
    func rates() throws {
        var plant = try Plant()
        var effects: [AutonomyEffect] = []
        for _ in 0..<4 {
            effects += plant.run(Plant.power, 30, for: 30)
            effects += plant.run(Plant.power, 15, for: 30)
            plant.set(.online)
            effects += plant.run(Plant.power, 15, for: 640)
        }
        #expect(effects.commands.count == 2)
        #expect(effects.actions.map(\.state) == [.refused, .refused])
        #expect(effects.actions.first?.reason == "stop may be sent 2 times an hour")
        #expect(effects.decisions.count == 4)
    }

    @Test("one decision an episode; the status never goes back by itself; a person starts a new episode")
    func episodes() throws {
        var plant = try Plant()
        var effects = plant.run(Plant.temperature, 90, for: 30)
        for _ in 0..<5 {
            effects += plant.run(Plant.temperature, 70, for: 30)
            effects += plant.run(Plant.temperature, 90, for: 30)
        }
        #expect(effects.decisions.count == 1)
        effects += plant.run(Plant.temperature, 60, for: 1_200)
        #expect(plant.machine.status == .maintenance)
        plant.set(.online)
        effects += plant.run(Plant.temperature, 90, for: 30)
        #expect(effects.decisions.count == 2)
        #expect(effects.statuses == [.maintenance, .maintenance])
    }
}
