import AnalyticsEnergy
import AnalyticsTwin
import Runtime
import Telemetry
import Testing

@Suite("Calibration of a twin's heat")
struct ThermalFitTests {
    /// Readings of a machine that starts and stops, every two minutes, its temperature by a twin and noise.
    static func fit(seconds: Double, rise: Double, noise: Double = 0.5, count: Int = 1_500) -> ThermalFit {
        var machine = TestPlants.heated(20, rise: rise, seconds: seconds).twin
        machine.ambient = 18
        var twin = Twin(parameters: machine)
        var random = SeededRandom(seed: 3)
        var fit = ThermalFit()
        var power = 0.0
        for index in 0..<count {
            if index % 25 == 0 { power = random.unit() < 0.3 ? 0 : 20 * random.unit() }
            let time = Timestamp(seconds: Int64(120 * index))
            twin.step(power: power, at: time)
            let measured = twin.state.temperature + noise * random.normal()
            fit.add(EnergyReading(time: time, power: power, temperature: measured))
        }
        return fit
    }

    @Test("ambient, rise and time constant are found", arguments: [(100.0, 40.0), (1_600, 55), (6_400, 30)])
    func found(seconds: Double, rise: Double) throws {
        var parameters = TwinParameters()
        parameters.ratedPower = 20
        let fitted = try #require(Self.fit(seconds: seconds, rise: rise).calibrated(parameters))
        #expect(abs(fitted.ambient - 18) < 1.5, "\(fitted.ambient)")
        #expect(abs(fitted.settledTemperature(power: 20) - fitted.ambient - rise) < 0.06 * rise)
        #expect((0.6...1.7).contains(1 / fitted.decay / seconds), "\(1 / fitted.decay) s")
    }

    @Test("what does not follow the power is not taken for heat")
    func nothing() {
        #expect(ThermalFit().calibrated(TwinParameters()) == nil)
        #expect(Self.fit(seconds: 100, rise: 40, count: 99).calibrated(TwinParameters()) == nil)
        #expect(Self.fit(seconds: 100, rise: 0.5, noise: 5).calibrated(TwinParameters()) == nil)
        var cooled = ThermalFit()
        for index in 0..<400 {
            let time = Timestamp(seconds: Int64(120 * index))
            cooled.add(EnergyReading(time: time, power: Double(index % 9), temperature: 60 - 3 * Double(index % 9)))
        }
        #expect(cooled.calibrated(TwinParameters()) == nil, "colder under load")
        var still = ThermalFit()
        for index in 0..<200 {
            still.add(EnergyReading(time: Timestamp(seconds: Int64(index)), power: 5, temperature: 50))
        }
        #expect(still.calibrated(TwinParameters()) == nil)
    }

    @Test("missing, endless and unordered readings make no trap and change nothing")
    func odd() throws {
        var fit = Self.fit(seconds: 400, rise: 40)
        let before = try #require(fit.calibrated(TwinParameters()))
        for (time, power, temperature) in [
            (Int64.max, Double.nan, 50.0), (0, 10, 50), (-5, 10, 1e300), (Int64.min, 1e300, 20),
        ] {
            fit.add(
                EnergyReading(time: Timestamp(microseconds: time), power: power, temperature: temperature))
        }
        #expect(fit.calibrated(TwinParameters()) == before)
        fit.add(EnergyReading(time: Timestamp(microseconds: .max), power: 10, temperature: .nan))
        fit.add(EnergyReading(time: Timestamp(microseconds: .max), power: 10, temperature: .infinity))
        #expect(fit.calibrated(TwinParameters()) == before)
    }
}
