import AgentAutonomy
import AnalyticsTwin
import DeviceProfiles
import Telemetry
import Testing

/// A gateway whose clock ran years ahead and is put right while readings come.
@Suite("A clock that was wrong")
struct WrongClockTests {
    private static let decade = 10 * 365 * 86_400.0

    /// Readings stamped on their arrival: the clock of the gateway is theirs.
    private func jump(_ plant: inout Plant, seconds: Double) {
        plant.context.now = plant.context.now.advanced(seconds: seconds)
        plant.seconds += seconds
    }

    @Test("limits, scores, rules and the twin go on with the first reading after it is put back")
    func putBack() throws {
        var plant = try Plant()
        _ = plant.run(Plant.power, 20, for: 60)
        _ = plant.run(Plant.temperature, 60, for: 60)
        jump(&plant, seconds: Self.decade)
        _ = plant.run(Plant.power, 20, for: 20)
        #expect(plant.run(Plant.temperature, 60, for: 20).alerts.isEmpty)
        jump(&plant, seconds: -Self.decade)
        let twinBefore = try #require(plant.machine.twin?.state.time)
        #expect(twinBefore > plant.time)
        #expect(plant.run(Plant.power, 20, for: 20).alerts.isEmpty)
        let alerts = plant.run(Plant.temperature, 86, for: 20).alerts
        #expect(alerts.map(\.severity).last == .critical)
        #expect(alerts.allSatisfy { abs($0.raisedAt.seconds(since: plant.time)) < 60 })
        #expect(plant.machine.latest(slot: Plant.temperature)?.value == 86)
        let twinAfter = try #require(plant.machine.twin?.state.time)
        #expect(abs(twinAfter.seconds(since: plant.time)) < 60)
        #expect(plant.run(Plant.temperature, 60, for: 60).alerts.last?.state.isActive == false)
    }

    @Test("what was crossed by the wrong clock lasts as long as it lasts, and no ten years")
    func crossing() throws {
        var plant = try Plant()
        jump(&plant, seconds: Self.decade)
        #expect(plant.run(Plant.temperature, 80, for: 4).alerts.isEmpty, "not yet for the on-delay")
        jump(&plant, seconds: -Self.decade)
        #expect(plant.run(Plant.temperature, 80, for: 20).alerts.count == 1)
        #expect(plant.run(Plant.temperature, 60, for: 60).alerts.last?.state == .unacknowledgedReturned)
    }

    @Test("a late reading stays late, by a right clock and by one that begins in the past")
    func late() throws {
        for offset in [0, -Self.decade] {
            var plant = try Plant()
            plant.context.now = plant.context.now.advanced(seconds: offset)
            _ = plant.run(Plant.temperature, 60, for: 60)
            var effects: [AutonomyEffect] = []
            for _ in 0..<20 {
                plant.machine.observe(
                    slot: Plant.temperature, value: 99, at: plant.time.advanced(seconds: -30),
                    context: &plant.context, effects: &effects)
            }
            #expect(effects.isEmpty)
            #expect(plant.machine.latest(slot: Plant.temperature)?.value == 60)
        }
    }
}
