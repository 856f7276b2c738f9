import DeviceProfiles
import Testing

@Suite struct UnitTableTests {
    @Test(arguments: [
        ("W", "kW", 22_100.0, 22.1), ("kW", "W", 22.1, 22_100), ("[degF]", "Cel", 212, 100), ("K", "Cel", 273.15, 0),
        ("Cel", "[degF]", 100, 212), ("l/min", "m3/h", 1_000, 60), ("kPa", "bar", 250, 2.5),
        ("m/s", "mm/s", 0.0012, 1.2),
        ("min", "h", 90, 1.5), ("Hz", "{rpm}", 50, 3_000), ("/min", "{rpm}", 3_000, 3_000), ("%", "1", 50, 0.5),
        ("{parts}/min", "/h", 2, 120), ("mA", "A", 1_500, 1.5), ("s", "ms", 1, 1_000),
    ])
    func conversions(source: String, target: String, value: Double, expected: Double) throws {
        let conversion = try #require(UnitTable.conversion(from: source, to: target))
        #expect(abs(conversion.apply(value) - expected) <= 1e-9 * max(1, abs(expected)))
    }

    @Test(arguments: [
        ("kW", "Cel"), ("C", "Cel"), ("kW", "kwh"), ("bar", "m/s"), ("", "1"), ("{x}/bar", "1"), ("{x", "1"),
    ])
    func noConversions(source: String, target: String) {
        #expect(UnitTable.conversion(from: source, to: target) == nil)
    }

    @Test func everyPairOfOneDimensionConvertsThereAndBack() throws {
        for source in UnitTable.codes {
            for target in UnitTable.codes {
                guard let there = UnitTable.conversion(from: source, to: target) else { continue }
                let back = try #require(UnitTable.conversion(from: target, to: source))
                #expect(abs(back.apply(there.apply(37.5)) - 37.5) < 1e-6, "\(source) \(target)")
            }
        }
    }

    @Test func wattsBecomeTheNearestKilowatts() throws {
        let conversion = try #require(UnitTable.conversion(from: "W", to: "kW"))
        for watts in 0..<5_000 { #expect(conversion.apply(Double(watts)) == Double(watts) / 1_000) }
    }
}
