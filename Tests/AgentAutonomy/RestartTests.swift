import AgentAutonomy
import AnalyticsAnomaly
import AnalyticsTwin
import DeviceProfiles
import Runtime
import Telemetry
import Testing

@Suite("Restart of a guard")
struct RestartTests {
    /// The same machine in a new process.
    static func restarted(_ plant: Plant, _ profile: FirmwareProfile = Plant.pump()) throws -> Plant {
        var next = try Plant(profile, seed: 99)
        next.seconds = plant.seconds
        next.context.now = plant.context.now
        next.context.uptime = Uptime(nanoseconds: 5_000_000_000)
        try next.machine.restoreAlarms(plant.machine.alarmSnapshot(), uptime: next.context.uptime)
        try next.machine.restoreModels(plant.machine.modelSnapshot())
        return next
    }

    @Test("neither alert nor decision nor command is repeated or forgotten")
    func continues() throws {
        var plant = try Plant()
        var before = plant.run(Plant.power, 30, for: 30)
        before += plant.run(Plant.temperature, 90, for: 30)
        #expect(before.decisions.count == 2)
        var next = try Self.restarted(plant)
        #expect(next.machine.status == .offline)
        #expect(Set(next.machine.openAlerts.map(\.id)) == Set(plant.machine.openAlerts.map(\.id)))
        #expect(next.machine.openAlerts == plant.machine.openAlerts)
        let same = next.run(Plant.temperature, 90, for: 60) + next.run(Plant.power, 30, for: 60)
        #expect(same.decisions.isEmpty && same.commands.isEmpty && same.alerts.isEmpty)
        let over = next.run(Plant.temperature, 60, for: 30).alerts
        #expect(over.map(\.state) == [.unacknowledgedReturned])
        #expect(over.first?.id == before.alerts.first { $0.kind == .temperature }?.id)
    }

    @Test("the policy's counts survive")
    func policy() throws {
        var plant = try Plant()
        _ = plant.run(Plant.power, 30, for: 30)
        var next = try Self.restarted(plant)
        next.set(.online)
        let effects = next.run(Plant.power, 15, for: 30) + next.run(Plant.power, 30, for: 30)
        #expect(effects.commands.isEmpty)
        #expect(effects.actions.first?.reason.hasSuffix("ago, and 10 min must pass") == true)
    }

    @Test("what was learned survives")
    func models() throws {
        var plant = try Plant()
        var random = SeededRandom(seed: 1)
        _ = plant.run(Plant.vibration, for: 2_000) { _ in 1.2 + 0.02 * random.normal() }
        var next = try Self.restarted(plant)
        #expect(next.machine.twin?.state.hours == plant.machine.twin?.state.hours)
        _ = next.run(Plant.vibration, 1.2, for: 2)
        _ = plant.run(Plant.vibration, 1.2, for: 2)
        #expect(
            next.machine.score(slot: Plant.vibration)?.expected == plant.machine.score(slot: Plant.vibration)?.expected)
        #expect(next.machine.modelSnapshot().count < 8_192)
    }

    @Test("a metric that was seen is waited for from the restart on")
    func silence() throws {
        var plant = try Plant()
        _ = plant.run(Plant.power, 15, for: 10)
        var next = try Self.restarted(plant)
        #expect(next.tick().isEmpty)
        next.pass(8)
        #expect(next.tick().alerts.map(\.kind) == [.stale])
    }

    @Test("an alert of a limit that a newer profile no longer has ends")
    func newProfile() throws {
        var plant = try Plant()
        let raised = plant.run(Plant.vibration, 3, for: 8).alerts
        var profile = Plant.pump()
        profile.limits.removeAll { $0.kind == .vibration }
        profile.metrics.swapAt(0, 3)
        for index in profile.limits.indices {
            profile.limits[index].slot = profile.slot(of: profile.limits[index].metric) ?? 0
        }
        for index in profile.rules.indices {
            profile.rules[index].slot = profile.slot(of: profile.rules[index].metric) ?? 0
        }
        var next = try Self.restarted(plant, profile)
        #expect(next.machine.openAlerts.map(\.id) == raised.map(\.id))
        let over = next.tick().alerts
        #expect(over.map(\.id) == raised.map(\.id) && over.first?.state == .unacknowledgedReturned)
        #expect(next.tick().isEmpty)
    }

    @Test("damaged snapshots are errors and change nothing")
    func damaged() throws {
        var plant = try Plant()
        _ = plant.run(Plant.power, 30, for: 30) + plant.run(Plant.temperature, 90, for: 30)
        let (alarms, models) = (plant.machine.alarmSnapshot(), plant.machine.modelSnapshot())
        for (bytes, isModels) in [(alarms, false), (models, true)] {
            for count in stride(from: 0, to: bytes.count, by: isModels ? 13 : 1) {
                var fresh = try Plant()
                #expect(throws: SnapshotError.self) {
                    let short = Array(bytes.prefix(count))
                    if isModels {
                        try fresh.machine.restoreModels(short)
                    } else {
                        try fresh.machine.restoreAlarms(short, uptime: fresh.context.uptime)
                    }
                }
                #expect(fresh.machine.status == .online && fresh.machine.openAlerts.isEmpty)
            }
        }
        var random = SeededRandom(seed: 12)
        for _ in 0..<2_000 {
            var (bentAlarms, bentModels) = (alarms, models)
            bentAlarms[Int(random.next() % UInt64(alarms.count))] = UInt8(truncatingIfNeeded: random.next())
            bentModels[Int(random.next() % UInt64(models.count))] = UInt8(truncatingIfNeeded: random.next())
            var fresh = try Plant()
            try? fresh.machine.restoreAlarms(bentAlarms, uptime: fresh.context.uptime)
            try? fresh.machine.restoreModels(bentModels)
            _ = fresh.run(Plant.temperature, 70, for: 4)
        }
    }
}
