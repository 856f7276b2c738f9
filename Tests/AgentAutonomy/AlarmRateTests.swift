import AgentAutonomy
import AnalyticsAnomaly
import AnalyticsTwin
import DeviceProfiles
import Runtime
import Telemetry
import Testing

@Suite("Rate of anomaly alerts")
struct AlarmRateTests {
    @Test("normal readings raise almost none, with a memory or without", arguments: [0.0, 0.7, 0.9])
    func quiet(memory: Double) throws {
        var alerts = 0
        for seed in UInt64(1)...3 {
            var plant = try Plant(seed: seed)
            var random = SeededRandom(seed: seed)
            var state = 0.0
            // Half a day.
            let effects = plant.run(Plant.vibration, for: 43_200) { _ in
                state = memory * state + random.normal()
                return 1.5 + 0.02 * state
            }
            alerts += Set(effects.alerts.map(\.id)).count
        }
        #expect(alerts <= 1, "\(alerts) in a day and a half")
    }

    @Test("the score asked of a metric is that of the machine shared among its metrics")
    func share() {
        #expect(AnomalyMonitor.score(asked: 0.99, metrics: 1) == 0.99)
        #expect(abs(AnomalyMonitor.score(asked: 0.99, metrics: 4) - 0.9975) < 1e-12)
    }

    @Test("a temperature that is usual, but not at this load, is found by the twin")
    func residual() throws {
        var profile = Plant.pump()
        profile.twin?.heatGain = 0.4
        var plant = try Plant(profile)
        var twin = Twin(parameters: try #require(profile.twin))
        var random = SeededRandom(seed: 3)
        // The load goes between 8 and 18 kW each half hour, and the temperature (38 and 54 °C) follows it.
        for index in 0..<20_000 {
            let power = index / 900 % 2 == 0 ? 8.0 : 18
            twin.step(power: power, at: plant.time)
            let isCoolingLost = index >= 19_800
            let measured = twin.state.temperature + 0.3 * random.normal() + (isCoolingLost ? 12 : 0)
            let noise = 0.1 * random.normal()
            var effects: [AutonomyEffect] = []
            for (slot, value) in [(Plant.power, power + noise), (Plant.temperature, measured)] {
                plant.machine.observe(
                    slot: slot, value: value, at: plant.time, context: &plant.context, effects: &effects)
            }
            plant.pass(2)
            // The first changes of load are news to it; after some hours they are not.
            guard index > 12_000, let alert = effects.alerts.first else { continue }
            #expect(isCoolingLost && alert.kind == .anomaly && alert.metric?.text == "temperature", "at \(index)")
            return
        }
        Issue.record("the lost cooling was not found")
    }
}
