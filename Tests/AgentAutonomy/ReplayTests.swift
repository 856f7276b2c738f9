import AgentAutonomy
import DeviceProfiles
import Runtime
import Telemetry
import Testing

@Suite("Decisions replayed")
struct ReplayTests {
    @Test("what is kept with a decision gives the same action and risk again")
    func agrees() throws {
        for seed in UInt64(1)...40 {
            var random = SeededRandom(seed: seed)
            var profile = Plant.pump()
            if random.unit() < 0.3 { profile.autonomy.statuses = [] }
            if random.unit() < 0.3 { profile.rules[0].mode = .shadow }
            var plant = try Plant(profile, seed: seed)
            let (power, heat) = (15 + 20 * random.unit(), 60 + 40 * random.unit())
            var effects = plant.run(Plant.power, for: 60) { _ in power + random.normal() }
            effects += plant.run(Plant.temperature, for: 60) { _ in heat + random.normal() }
            for decision in effects.decisions {
                let rule = try #require(profile.rules.first { $0.name == decision.rule })
                let alert = try #require(effects.alerts.last { $0.id == decision.alert })
                let inputs = RuleInputs(
                    rule: rule, threshold: try #require(alert.limit), score: 0, evidence: decision.evidence,
                    statusIsAllowed: rule.status.map { profile.autonomy.statuses.contains($0) } ?? true)
                #expect(inputs.outcome() == .init(action: decision.actionTaken, risk: decision.riskLevel))
            }
        }
    }

    @Test("evidence that does not fulfil the rule leads to nothing")
    func refutes() throws {
        let rule = Plant.pump().rules[0]
        let reading = Decision.Evidence(metric: rule.metric, time: Plant.start, value: 84)
        let inputs = RuleInputs(rule: rule, threshold: 85, score: 0, evidence: [reading], statusIsAllowed: true)
        #expect(inputs.outcome() == .init(action: .none, risk: .info))
    }
}
