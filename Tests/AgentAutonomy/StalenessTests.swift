import AgentAutonomy
import Runtime
import Telemetry
import Testing

@Suite("Silence")
struct StalenessTests {
    @Test("three expected intervals without a reading are one alert, which returns with the readings")
    func silence() throws {
        var plant = try Plant()
        _ = plant.run(Plant.power, 15, for: 10)
        #expect(plant.tick().isEmpty)
        plant.pass(3)
        #expect(plant.tick().isEmpty)
        plant.pass(2)
        let raised = plant.tick().alerts
        #expect(raised.map(\.kind) == [.stale] && raised.first?.severity == .warning)
        #expect(raised.first?.message == "No reading for 7 s, more than 3 expected intervals")
        plant.pass(60)
        #expect(plant.tick().isEmpty)
        _ = plant.run(Plant.power, 15, for: 2)
        let over = plant.tick().alerts
        #expect(over.map(\.state) == [.unacknowledgedReturned] && over.first?.id == raised.first?.id)
    }

    @Test("one metric that falls silent is named; one that was never seen is not missed")
    func oneMetric() throws {
        var plant = try Plant()
        _ = plant.run(Plant.temperature, 50, for: 2)
        for _ in 0..<10 { _ = plant.run(Plant.power, 15, for: 2) }
        let raised = plant.tick().alerts
        #expect(raised.first?.metric?.text == "temperature")
        #expect(raised.first?.message.hasPrefix("No reading of temperature for") == true)
    }

    @Test("a wall clock that jumps raises nothing")
    func jump() throws {
        var plant = try Plant()
        _ = plant.run(Plant.power, 15, for: 10)
        plant.context.now = plant.context.now.advanced(seconds: 86_400 * 365)
        #expect(plant.tick().isEmpty)
        plant.context.now = plant.context.now.advanced(seconds: -86_400 * 3_650)
        #expect(plant.tick().isEmpty)
    }
}
