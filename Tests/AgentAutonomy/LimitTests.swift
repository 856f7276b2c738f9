import AgentAutonomy
import AnalyticsAnomaly
import DeviceProfiles
import Telemetry
import Testing

@Suite("Limits of a machine")
struct LimitTests {
    @Test("one crossing is one alert, whose severity rises and which returns")
    func oneAlert() throws {
        var plant = try Plant()
        var effects = plant.run(Plant.temperature, 70, for: 20)
        #expect(effects.isEmpty)
        effects += plant.run(Plant.temperature, 80, for: 20)
        effects += plant.run(Plant.temperature, 86, for: 8)
        effects += plant.run(Plant.temperature, 80, for: 8)
        effects += plant.run(Plant.temperature, 86, for: 8)
        effects += plant.run(Plant.temperature, 60, for: 40)
        let alerts = effects.alerts
        #expect(Set(alerts.map(\.id)).count == 1)
        #expect(alerts.map(\.revision) == [1, 2, 3])
        #expect(alerts.map(\.severity) == [.warning, .critical, .critical])
        #expect(alerts.map(\.state) == [.unacknowledgedActive, .unacknowledgedActive, .unacknowledgedReturned])
        #expect(alerts[0].raisedAt == Plant.start.advanced(seconds: 20))
        #expect(alerts[0].changedAt == Plant.start.advanced(seconds: 24))
        #expect(alerts[0].limit == 75 && alerts[0].value == 80)
        #expect(alerts[0].message == "Temperature is 80 °C, over 75 °C")
        #expect(alerts[1].limit == 85 && alerts[1].value == 86)
        #expect(plant.machine.openAlerts.map(\.id) == [alerts[0].id])
    }

    @Test("shorter than the on-delay is none, within the hysteresis is no return, flapping is one alert")
    func delays() throws {
        var plant = try Plant()
        var effects = plant.run(Plant.temperature, 80, for: 4)
        effects += plant.run(Plant.temperature, 70, for: 10)
        #expect(effects.isEmpty)
        effects += plant.run(Plant.temperature, 80, for: 10)
        effects += plant.run(Plant.temperature, 74, for: 60)
        #expect(effects.alerts.count == 1)
        for _ in 0..<10 {
            effects += plant.run(Plant.temperature, 70, for: 14)
            effects += plant.run(Plant.temperature, 80, for: 14)
        }
        #expect(Set(effects.alerts.map(\.id)).count == 1)
        #expect(effects.alerts.map(\.revision) == (1...UInt32(effects.alerts.count)).map(\.self))
    }

    @Test("delays go by the readings' own time, so a burst of late ones is judged as if in time")
    func eventTime() throws {
        var plant = try Plant()
        var effects: [AutonomyEffect] = []
        for second in stride(from: 0.0, through: 6, by: 2) {
            plant.machine.observe(
                slot: Plant.temperature, value: 80, at: Plant.start.advanced(seconds: second), context: &plant.context,
                effects: &effects)
        }
        #expect(effects.alerts.count == 1)
        let late = Plant.start.advanced(seconds: -100)
        for _ in 0..<10 {
            plant.machine.observe(
                slot: Plant.temperature, value: 20, at: late, context: &plant.context, effects: &effects)
        }
        #expect(effects.alerts.count == 1)
        #expect(plant.machine.latest(slot: Plant.temperature)?.value == 80)
    }

    @Test("a person acknowledges; worse asks again; an acknowledged one that returns is over")
    func acknowledge() throws {
        var plant = try Plant()
        let effects = plant.run(Plant.temperature, 80, for: 8)
        let raised = try #require(effects.alerts.first)
        #expect(plant.machine.acknowledge(raised.id, at: plant.time)?.state == .acknowledgedActive)
        #expect(plant.machine.acknowledge(raised.id, at: plant.time) == nil)
        let worse = plant.run(Plant.temperature, 90, for: 6).alerts.filter { $0.kind == .temperature }
        #expect(worse.map(\.state) == [.unacknowledgedActive])
        #expect(plant.machine.acknowledge(raised.id, at: plant.time)?.state == .acknowledgedActive)
        let over = plant.run(Plant.temperature, 50, for: 20).alerts.filter { $0.kind == .temperature }
        #expect(over.map(\.state) == [.normal])
        #expect(!plant.machine.openAlerts.contains { $0.id == raised.id })
    }

    @Test("metrics of a profile that takes any get places of their own")
    func anyMetric() throws {
        var plant = try Plant(.generic)
        let torque = try #require(MetricName("torque"))
        let added = plant.machine.slot(of: torque, unit: "N.m")
        let slot = try #require(added)
        #expect(plant.machine.slot(of: torque, unit: "N.m") == slot)
        #expect(plant.run(slot, 5, for: 200).isEmpty)
        #expect(plant.machine.score(slot: slot)?.isReady == true)
        for index in 0..<200 { _ = plant.machine.slot(of: try #require(MetricName("m\(index)")), unit: "1") }
        #expect(plant.machine.metrics.count == MachineGuard.metricsMax)
        var pump = try Plant()
        #expect(pump.machine.slot(of: torque, unit: "N.m") == nil)
    }
}
