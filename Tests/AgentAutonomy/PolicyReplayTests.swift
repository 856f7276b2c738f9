import AgentAutonomy
import DeviceProfiles
import Runtime
import Telemetry
import Testing

@Suite("Decisions of policies replayed")
struct PolicyReplayTests {
    @Test("every decision of random policies is made again from what it kept, and again not from anything else")
    func policies() {
        var count = 0
        for seed in UInt64(1)...20 {
            var world = PropertyWorld(seed: seed)
            for _ in 0..<1_000 {
                for decision in world.step().decisions {
                    guard let replay = Self.replay(decision, world.profile) else { continue }
                    count += 1
                    #expect(
                        replay.outcome == .init(action: decision.actionTaken, risk: decision.riskLevel),
                        "seed \(seed): \(decision.reasoning) \(decision.evidence)")
                    #expect(replay.otherVersions.isEmpty)
                    let none = Self.replay(decision, world.profile, evidence: [])
                    #expect(none?.outcome == .init(action: .none, risk: .info))
                }
            }
        }
        #expect(count > 500)
    }

    private static func replay(
        _ decision: Decision, _ profile: FirmwareProfile, evidence: [Decision.Evidence]? = nil
    ) -> DecisionReplay? {
        try? DecisionReplay(
            rule: decision.rule, evidence: evidence ?? decision.evidence, model: decision.model, by: profile)
    }

    @Test("comparisons with a learned baseline and with scores keep what they need")
    func comparisons() throws {
        var profile = Plant.pump()
        profile.metrics[Plant.power].baseline = nil
        var plant = try Plant(profile)
        var random = SeededRandom(seed: 6)
        var effects = plant.run(Plant.power, 30, for: 30)
        plant = try Plant(profile)
        effects += plant.run(Plant.vibration, for: 4_000) { _ in 1.2 + 0.02 * random.normal() }
        effects += plant.run(Plant.vibration, for: 120) { _ in 1.6 + 0.02 * random.normal() }
        #expect(effects.decisions.map(\.rule) == ["power-spike", "odd-vibration"])
        for decision in effects.decisions {
            let replay = try #require(Self.replay(decision, profile))
            #expect(replay.outcome == .init(action: decision.actionTaken, risk: decision.riskLevel))
            #expect(decision.evidence.count <= 10 && decision.evidence.last?.metric.isDerived == true)
        }
        // 22 kW on the plate stands for the baseline until one was learned: 26.4 kW.
        #expect(Self.replay(effects.decisions[0], profile)?.inputs.threshold == 1.2 * 22)
    }

    @Test("why a decision cannot be made again, and whose versions it names")
    func refusals() {
        let profile = Plant.pump()
        func reason(_ rule: String, _ model: String) -> String? {
            do throws(DecisionReplay.NotReplayable) {
                return try DecisionReplay(rule: rule, evidence: [], model: model, by: profile).otherVersions.joined()
            } catch {
                return error.reason
            }
        }
        #expect(reason("gone", "") == "pump@3 has no rule gone")
        #expect(reason("odd-vibration", "") == "the score of vibration was not kept")
        #expect(reason("over-temperature", "pump@3, over-temperature@1, scorer@1, answer@1")?.contains("hub") == true)
        #expect(reason("over-temperature", "pump@2, over-temperature@1, scorer@1") == "pump@2")
    }
}
