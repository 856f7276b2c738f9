import AnalyticsEnergy
import HubIntelligence
import HubPlant
import Telemetry
import Testing

/// The rules of the energy optimizer at their edges, from the store's series on.
@Suite("Opportunities from the hub's readings")
struct OpportunityTests {
    private static let night = Played.monday
    private static let peak = Played.monday.advanced(seconds: 10 * 3_600)

    private func found(
        _ power: [Double], _ temperature: [Double]? = nil, from start: Timestamp = night, rate: Double = 0.12,
        clock: FactoryClock = FactoryClock()
    ) throws -> EnergyOpportunities {
        let window = EnergyReadings.window(Played.readings(power, temperature, from: start), clock: clock)
        return EnergyOpportunities(window, tariff: try Tariff(rate: rate))
    }

    @Test("nothing is said until 500 readings came", arguments: [(0, 0.0), (250, 50), (499, 99.8)])
    func learning(count: Int, progress: Double) throws {
        // A load that would be oversizing.
        let found = try found(Array(repeating: 1, count: count - count / 10) + Array(repeating: 100, count: count / 10))
        #expect(found.list.isEmpty && found.totalPotentialSavings == 0)
        #expect(abs(found.learningProgress - progress) < 1e-9)
    }

    @Test("of more readings the last 500 count")
    func last() throws {
        // 500 even loads after 100 very uneven ones: no oversizing.
        let found = try found(Array(repeating: 100, count: 100) + Array(repeating: 4, count: 500))
        #expect(found.learningProgress == 100 && found.list.isEmpty)
    }

    @Test("oversizing is a mean below 0.4 of the highest power", arguments: [(200, false), (199, true)])
    func oversizing(running: Int, isFound: Bool) throws {
        let found = try found(Array(repeating: 10, count: running) + Array(repeating: 0, count: 500 - running))
        #expect(found.list.map(\.kind) == (isFound ? [.oversizing] : []))
        guard let one = found.list.first else { return }
        let mean = 10 * Double(running) / 500
        #expect(abs(one.savingPerYear - mean * 0.25 * 8_760 * 0.12) < 1e-6)
        #expect(one.confidence == 0.92)
        #expect(abs((one.benefit ?? 0) - 4 * one.savingPerYear) < 1e-6)
    }

    @Test("the benefit of a smaller machine is at most 60 000")
    func benefit() throws {
        let found = try found([10_000] + Array(repeating: 100, count: 499))
        #expect(found.list.first?.benefit == 60_000)
    }

    @Test(
        "thermal stress is more than 30 % of readings above 75 °C",
        arguments: [(150, 76, 0), (151, 76, 1), (151, 75, 0)])
    func thermalStress(hot: Int, celsius: Int, count: Int) throws {
        let temperatures = Array(repeating: Double(celsius), count: hot) + Array(repeating: 60, count: 500 - hot)
        let found = try found(Array(repeating: 10, count: 500), temperatures)
        #expect(found.list.map(\.kind) == Array(repeating: .thermalStress, count: count))
        if let one = found.list.first { #expect(abs(one.savingPerYear - 10 * 0.05 * 8_760 * 0.12) < 1e-6) }
    }

    @Test("load in peak hours is shifted, by the factory's clock")
    func peakShifting() throws {
        let load = Array(repeating: 10.0, count: 500)
        let peak = try found(load, from: Self.peak, rate: 0.2)
        #expect(peak.list.map(\.kind) == [.peakShifting])
        #expect(abs(peak.totalPotentialSavings - 10 * 0.2 * 8 * 250 * (1.5 * 0.2 - 0.8 * 0.2)) < 1e-6)
        // Ten o'clock in London is five in the morning where the clock is five hours behind.
        let offsets = (0..<365).map { ZoneOffset(time: Self.peak.advanced(seconds: -86_400 * Double($0)), hours: -5) }
        let west = FactoryClock(zone: "America/Bogota", offsets: offsets)
        #expect(try found(load, from: Self.peak, clock: west).list.isEmpty)
    }

    @Test("the largest saving comes first, and the sum is of all")
    func order() throws {
        let power = Array(repeating: 10.0, count: 100) + Array(repeating: 1, count: 400)
        let found = try found(power, Array(repeating: 80, count: 500), from: Self.peak)
        let savings = found.list.map(\.savingPerYear)
        #expect(savings.count == 3 && savings == savings.sorted(by: >))
        #expect(found.totalPotentialSavings == savings.reduce(0, +))
    }

    @Test("units are those of the models: W, K; what the temperature was a minute ago says nothing")
    func units() throws {
        let power = Played.series("power", "W", Array(repeating: 10_000, count: 500))
        let kelvin = Played.series("temperature", "K", Array(repeating: 273.15 + 80, count: 400))
        let window = EnergyReadings.window(MachineReadings([power, kelvin]), clock: FactoryClock())
        #expect(window.readings.allSatisfy { abs($0.power - 10) < 1e-9 })
        // 400 measured, and 30 within the minute after the last of them.
        #expect(window.readings.count { $0.temperature.map { abs($0 - 80) < 1e-6 } == true } == 430)
    }
}
