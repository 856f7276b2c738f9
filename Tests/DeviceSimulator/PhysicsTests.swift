import DeviceSimulator
import MillwrightDevice
import Telemetry
import Testing

@Suite struct PhysicsTests {
    @Test func aSeedRepeatsEverything() throws {
        var first = try TestMachines.machine(seed: 7)
        var second = try TestMachines.machine(seed: 7)
        var other = try TestMachines.machine(seed: 8)
        var sister = try TestMachines.machine(seed: 7, name: "pump-3")
        let readings = first.run(seconds: 600)
        #expect(readings == second.run(seconds: 600))
        #expect(readings != other.run(seconds: 600))
        #expect(readings.map { $0.map(\.value) } != sister.run(seconds: 600).map { $0.map(\.value) })
    }

    /// A week of a healthy machine crosses no limit of the plant, and shows the day.
    @Test(arguments: 0..<4) func aHealthyMachineCrossesNoLimit(seed: Int) throws {
        var machine = try TestMachines.machine(seed: UInt64(seed))
        let week = machine.run(seconds: 7 * 86_400, every: 60)
        for readings in week {
            let power = try #require(readings["power"]?.value)
            let temperature = try #require(readings["temperature"]?.value)
            let vibration = try #require(readings["vibration"]?.value)
            let flow = try #require(readings["flow"]?.value)
            #expect((5...21.6).contains(power) && temperature < 75)
            #expect((0.3...2.5).contains(vibration) && (0...400).contains(flow))
        }
        let powers = week.compactMap { $0["power"]?.value }
        let most = powers.max() ?? 0
        let least = powers.min() ?? 0
        #expect(most > 1.4 * least, "the day is to be seen")
    }

    @Test func loadFollowsTheDay() throws {
        let parts = (0..<7 * 24).map { DailyLoad.part(at: TestMachines.start.advanced(seconds: Double($0) * 3_600)) }
        #expect(parts.allSatisfy { (0.59...1.01).contains($0) })
        let night = try #require(Timestamp(rfc3339: "2026-03-03T02:00:00Z"))
        let sunday = try #require(Timestamp(rfc3339: "2026-03-01T10:00:00Z"))
        let weekday = try #require(Timestamp(rfc3339: "2026-03-03T10:00:00Z"))
        #expect(DailyLoad.part(at: night) < 0.65)
        #expect(DailyLoad.part(at: weekday) > 0.95)
        #expect(DailyLoad.part(at: sunday) < 0.8)
        #expect((0.59...1.01).contains(DailyLoad.part(at: Timestamp(microseconds: -1_000_000))))
    }

    @Test func hoursCountOnlyWhileItRuns() throws {
        var machine = try TestMachines.machine()
        let before = machine.runningHours
        _ = machine.run(seconds: 3_600)
        #expect(abs(machine.runningHours - before - 1) < 1e-6)
        _ = machine.take(.init(id: "1", action: "stop"), now: machine.time)
        let stopped = machine.runningHours
        _ = machine.run(seconds: 3_600)
        #expect(machine.runningHours == stopped)
    }

    @Test func timeThatStandsStillOrGoesBackHarmsNothing() throws {
        var machine = try TestMachines.machine()
        _ = machine.run(seconds: 10)
        let power = machine.power
        #expect(machine.step(to: machine.time.advanced(seconds: -5)).isEmpty)
        _ = machine.step(to: machine.time)
        #expect(abs(machine.power - power) < 1e-9)
        _ = machine.step(to: Timestamp(microseconds: .max))
        #expect(machine.temperature.isFinite && machine.power.isFinite)
    }
}
