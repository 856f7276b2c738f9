import AnalyticsEnergy
import Telemetry
import Testing

@Suite("Energy opportunities")
struct OpportunityTests {
    /// Readings a minute apart from a Monday's hour on, repeated to fill the window.
    static func window(
        hour: Int = 10, count: Int = EnergyWindow.size, _ reading: (Int) -> (power: Double, temperature: Double?)
    ) -> EnergyWindow {
        var window = EnergyWindow()
        for index in 0..<count {
            let (power, temperature) = reading(index)
            // 1970-01-05 was a Monday; 60 readings an hour, all within the hour named.
            let time = Timestamp(seconds: Int64(345_600 + 3_600 * hour + 60 * (index % 60)))
            window.add(EnergyReading(time: time, power: power, temperature: temperature))
        }
        return window
    }

    @Test("each rule by hand: mean 10 kW, a tenth at 46 kW, a third hot, within peak hours, at 0.12")
    func formulas() {
        let window = Self.window { ($0 % 10 == 0 ? 46 : 6, $0 % 3 == 0 ? 80 : 60) }
        let found = EnergyOpportunities(window)
        #expect(found.list.map(\.kind) == [.oversizing, .thermalStress, .peakShifting])
        #expect(found.list.map(\.confidence) == [0.92, 0.87, 0.78])
        let expected = [10 * 0.25 * 8_760 * 0.12, 10 * 0.05 * 8_760 * 0.12, 10 * 0.2 * 8 * 250 * (0.18 - 0.096)]
        for (one, saving) in zip(found.list, expected) { #expect(abs(one.savingPerYear - saving) < 1e-6, "\(one)") }
        #expect(abs(found.totalPotentialSavings - expected.reduce(0, +)) < 1e-6)
        #expect(abs((found.list[0].benefit ?? 0) - 4 * 2_628) < 1e-6 && found.list[1].benefit == nil)
    }

    @Test("before 500 readings nothing is said but how far it is")
    func progress() {
        for (count, percent) in [(0, 0.0), (1, 0.2), (250, 50), (499, 99.8)] {
            let found = EnergyOpportunities(Self.window(count: count) { ($0 % 10 == 0 ? 46 : 6, 90) })
            #expect(found.list.isEmpty && abs(found.learningProgress - percent) < 1e-9)
            #expect(found.totalPotentialSavings == 0)
        }
        #expect(EnergyOpportunities(Self.window(count: 900) { _ in (5, nil) }).learningProgress == 100)
    }

    @Test("limits are where the table has them")
    func limits() {
        func kinds(hour: Int = 3, _ reading: (Int) -> (Double, Double?)) -> [EnergyOpportunityKind] {
            EnergyOpportunities(Self.window(hour: hour, reading)).list.map(\.kind)
        }
        // Mean / highest of 0.4 and of just less.
        #expect(kinds { ($0 % 5 < 2 ? 10 : 0, nil) } == [])
        #expect(kinds { ($0 % 5 < 2 && $0 > 0 ? 10 : 0, nil) } == [.oversizing])
        // 150 of 500 at 75.1 °C and 151 of them; exactly 75 °C is not above.
        #expect(kinds { (5, $0 < 150 ? 75.1 : 20) } == [])
        #expect(kinds { (5, $0 < 151 ? 75.1 : 20) } == [.thermalStress])
        #expect(kinds { _ in (5, 75) } == [])
        // Peak hours are 9 to 17 on weekdays.
        #expect(kinds(hour: 8) { _ in (5, nil) } == [] && kinds(hour: 17) { _ in (5, nil) } == [])
        for hour in [9, 16] { #expect(kinds(hour: hour) { _ in (5, nil) } == [.peakShifting]) }
        #expect(kinds(hour: 24 * 5 + 12) { _ in (5, nil) } == [], "a Saturday")
        #expect(kinds(hour: 12) { _ in (0, nil) } == [], "no load")
    }

    @Test("the largest saving stands first, and a benefit is 60 000 at most")
    func order() {
        let hot = EnergyOpportunities(Self.window { _ in (50, 90) })
        #expect(hot.list.map(\.kind) == [.thermalStress, .peakShifting])
        let large = EnergyOpportunities(Self.window { ($0 % 10 == 0 ? 4_600 : 600, nil) })
        #expect(large.list.first?.benefit == 60_000)
    }

    @Test("a tariff's own prices take the place of the rate and its multiples")
    func tariff() throws {
        // 35 hours of the week at 0.3, 133 at 0.1.
        let tariff = try Tariff(rate: 0.1, periods: [TariffPeriod(from: 10, to: 15, price: 0.3)])
        let mean = (35 * 0.3 + 133 * 0.1) / 168
        let found = EnergyOpportunities(Self.window { _ in (10, 80) }, tariff: tariff).list
        #expect(found.map(\.kind) == [.peakShifting, .thermalStress])
        #expect(abs(found[0].savingPerYear - 10 * 0.2 * 8 * 250 * 0.2) < 1e-6)
        #expect(abs(found[1].savingPerYear - 10 * 0.05 * 8_760 * mean) < 1e-6)
        let even = try Tariff(rate: nil, periods: [TariffPeriod(from: 0, to: 24, price: 0.1)])
        #expect(EnergyOpportunities(Self.window { _ in (10, nil) }, tariff: even).list.isEmpty, "nothing to shift to")
    }

    @Test("the window holds the newest 500, refuses what is no power, and comes back from its snapshot")
    func window() throws {
        var window = Self.window(count: 700) { (Double($0), $0 % 2 == 0 ? 40 : .infinity) }
        #expect(window.count == 500 && window.readings.map(\.power) == (200..<700).map(Double.init))
        #expect(window.readings[1].temperature == nil && window.readings[0].temperature == 40)
        for power in [Double.nan, .infinity, -.infinity, 1e7] {
            let isTaken = window.add(EnergyReading(time: Timestamp(seconds: 0), power: power))
            #expect(!isTaken)
        }
        let bytes = window.snapshot()
        #expect(bytes.count <= 12_600)
        let back = try EnergyWindow(snapshot: bytes)
        #expect(back.readings == window.readings)
        for count in stride(from: 0, to: bytes.count, by: 37) {
            #expect(throws: SnapshotError.self) { try EnergyWindow(snapshot: Array(bytes.prefix(count))) }
        }
        #expect(throws: SnapshotError.valueInvalid) { try EnergyWindow(snapshot: [1, 0xF5, 1] + bytes.dropFirst(3)) }
        #expect(throws: SnapshotError.trailingBytes) { try EnergyWindow(snapshot: bytes + [0]) }
        #expect(throws: SnapshotError.versionUnknown(2)) { try EnergyWindow(snapshot: [2] + bytes.dropFirst()) }
        window.add(EnergyReading(time: Timestamp(microseconds: .min), power: -3))
        #expect(window.readings.last?.power == 3)
        #expect(EnergyOpportunities(window).list.allSatisfy { $0.savingPerYear.isFinite })
    }
}
