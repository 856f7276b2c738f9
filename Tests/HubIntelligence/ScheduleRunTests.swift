import AnalyticsEnergy
import AnalyticsTwin
import HubIntelligence
import HubPlant
import Telemetry
import Testing

@Suite("Schedules from the hub's rollups")
struct ScheduleRunTests {
    /// Three days by the hour: 8 kW from 8 to 20 o'clock, all of it while energy is dear.
    private static let hours = MachineReadings([
        Played.series("power", "kW", every: 3_600, (0..<72).map { (8..<20).contains($0 % 24) ? 8.0 : 0.0 })
    ])
    private static let nothing = MachineReadings([])

    private func request(_ facts: EnergyMachineFacts = EnergyMachineFacts()) throws -> ScheduleRequest {
        let tariff = try Tariff(rate: 0.1, periods: [TariffPeriod(from: 8, to: 20, price: 0.4)])
        return ScheduleRequest(horizon: .day, tariff: tariff, facts: facts)
    }

    @Test("the newest whole day is planned for the same work at less cost")
    func plan() throws {
        var facts = EnergyMachineFacts()
        facts.ratedPower = 10
        let found = try ScheduleRun.plan(
            request(facts), hours: Self.hours, minutes: Self.nothing, clock: FactoryClock())
        #expect(found.times.first == Played.monday.advanced(seconds: 2 * 86_400))
        #expect(found.times.count == 24 && found.filled == 0)
        let plan = found.plan
        #expect(abs(plan.today.energy - 96) < 1e-9 && abs(plan.learned.energy - 96) < 1e-9)
        #expect(plan.optimum.cost.total < plan.today.cost.total)
        #expect(plan.learned.cost.total < plan.today.cost.total)
        #expect(plan.learned.cost.total >= plan.optimum.cost.total * (1 - 1e-9))
        #expect(found.isRatedPowerGiven && found.machine.loadMax == 1.2)
    }

    @Test("what is not said of the machine comes from its readings, and is told")
    func assumed() throws {
        let found = try ScheduleRun.plan(
            request(), hours: Self.hours, minutes: Played.readings([3, 11, 3]), clock: FactoryClock())
        #expect(!found.isRatedPowerGiven && !found.isHeatLearned)
        #expect(found.machine.twin.ratedPower == 11)
    }

    @Test("too few hours, or none with a load, say so")
    func unfit() throws {
        let short = MachineReadings([Played.series("power", "kW", every: 3_600, Array(repeating: 1, count: 23))])
        #expect(throws: ScheduleFault.tooShort(known: 23, horizon: .day)) {
            try ScheduleRun.plan(request(), hours: short, minutes: Self.nothing, clock: FactoryClock())
        }
        let idle = MachineReadings([Played.series("power", "kW", every: 3_600, Array(repeating: 0, count: 48))])
        var facts = EnergyMachineFacts()
        facts.ratedPower = 10
        let wish = try request(facts)
        #expect(throws: ScheduleFault.core(.nothingProduced)) {
            try ScheduleRun.plan(wish, hours: idle, minutes: Self.nothing, clock: FactoryClock())
        }
    }
}
