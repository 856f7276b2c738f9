import AgentAutonomy
import AnalyticsAnomaly
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
}
