import AnalyticsTwin
import HubIntelligence
import HubPlant
import Runtime
import Telemetry
import Testing

@Suite("The hub's twin of a machine")
struct HubTwinTests {
    /// Minutes of a machine that settles 40 °C above 20 °C at its 20 kW, and works in turns of an hour.
    private static func minutes(_ count: Int = 2_880) -> MachineReadings {
        var parameters = TwinParameters()
        parameters.ratedPower = 20
        parameters.ambient = 20
        parameters.decay = 0.001
        parameters.heatGain = parameters.heatGain(rise: 40, power: 20)
        var twin = Twin(parameters: parameters)
        var random = SeededRandom(seed: 3)
        var powers: [Double] = []
        var temperatures: [Double] = []
        for minute in 0..<count {
            let power = minute / 60 % 2 == 0 ? 20.0 : 8.0
            twin.step(power: power, at: Played.monday.advanced(seconds: 60 * Double(minute)))
            powers.append(power)
            temperatures.append(twin.state.temperature + 0.2 * random.normal())
        }
        return MachineReadings([
            Played.series("power", "kW", every: 60, powers),
            Played.series("temperature", "Cel", every: 60, temperatures),
            Played.series("vibration", "mm/s", every: 60, powers.map { 0.1 * $0 }),
        ])
    }

    private static let told = TwinValues(
        temperature: 55, vibration: 2, health: 80, failureProbability: 0.2, remainingHours: 10_000)

    @Test("heat is learned from the minutes, and the rated power is the highest seen")
    func heat() {
        let made = HubTwin(minutes: Self.minutes(), told: nil, runtime: nil, ratedPower: nil)
        #expect(made.ratedPowerFrom == .history && made.parameters.ratedPower == 20)
        #expect(made.isHeatLearned && made.minutes == 2_880)
        let found = made.twin.calibration
        #expect(found.isCalibrated)
        #expect(abs(found.rise.value * 20 - 40) < 4, "\(found.rise)")
        #expect(abs(found.ambient.value - 20) < 3, "\(found.ambient)")
    }

    @Test("the age is what the agent's twin says: its health and remaining life come out again")
    func age() {
        let table: [(runtime: Double?, source: TwinAge.Source)] = [(6_000, .runtime), (nil, .estimated)]
        for (runtime, source) in table {
            let made = HubTwin(minutes: Self.minutes(), told: Self.told, runtime: runtime, ratedPower: nil)
            #expect(made.age.source == source)
            #expect(abs(made.twin.twin.remainingHours - 10_000) < 200, "\(made.twin.twin.remainingHours)")
            #expect(abs(made.twin.twin.health - 80) < 1, "\(made.twin.twin.health)")
            let hours = made.twin.twin.state.hours
            #expect(runtime.map { abs(hours - $0) < 1 } ?? (hours > 100 && hours < 10_000))
        }
    }

    @Test("of a machine that nobody knows anything of, a usual new one is taken")
    func nothing() {
        let made = HubTwin(minutes: MachineReadings([]), told: nil, runtime: nil, ratedPower: nil)
        #expect(made.ratedPowerFrom == .usual && made.age.source == .new && !made.isHeatLearned)
        #expect(abs(made.twin.twin.health - 100) < 1e-9 && !made.twin.calibration.isCalibrated)
        let given = HubTwin(minutes: Self.minutes(60), told: nil, runtime: nil, ratedPower: 30)
        #expect(given.ratedPowerFrom == .request && given.parameters.ratedPower == 30)
    }

    @Test("each scenario gives a bounded trajectory, bands in order, and advice")
    func scenarios() throws {
        let minutes = Self.minutes(600)
        for name in TwinScenario.named.map(\.name) {
            let wish = ScenarioWish(ScenarioRequest(name: name), hours: 2_000, paths: 20)
            let found = try HubScenario.run(
                wish, minutes: minutes, told: Self.told, runtime: nil, clock: FactoryClock(), now: Played.monday)
            let points = found.forecast.points
            #expect(points.count <= ScenarioWish.pointsMax && points.last?.hours == 2_000, "\(name)")
            for point in points {
                for band in [point.temperature, point.vibration, point.wear, point.fatigue, point.health] {
                    #expect(band.low <= band.median && band.median <= band.high)
                }
            }
            #expect(!found.forecast.advice.isEmpty)
            let (first, last) = (try #require(points.first), try #require(points.last))
            #expect(last.health.median < first.health.median && last.wear.median > first.wear.median)
        }
    }

    @Test("a load of one's own goes by the factory's clock, and a custom scenario needs one")
    func custom() throws {
        let load = try LoadCycle(hours: 24, steps: [(0, 2), (6, 18)])
        let offsets = (0..<365).map { ZoneOffset(time: Played.monday.advanced(seconds: 86_400 * Double($0)), hours: 7) }
        let bangkok = FactoryClock(zone: "Asia/Bangkok", offsets: offsets)
        let wish = ScenarioWish(ScenarioRequest(name: "custom", load: load), hours: 4, paths: 10)
        func loads(_ clock: FactoryClock) throws -> [Double] {
            try HubScenario.run(
                wish, minutes: Self.minutes(60), told: nil, runtime: nil, clock: clock, now: Played.monday
            ).forecast.points.map(\.load)
        }
        // Midnight in London is seven in Bangkok.
        #expect(try loads(FactoryClock()).allSatisfy { $0 == 2 })
        #expect(try loads(bangkok).allSatisfy { $0 == 18 })
        #expect(throws: ScenarioError.loadInvalid) {
            try HubScenario.run(
                ScenarioWish(ScenarioRequest(name: "custom"), hours: 4), minutes: Self.minutes(60), told: nil,
                runtime: nil, clock: FactoryClock(), now: Played.monday)
        }
    }

    @Test("the report is of the newest values, and has no part of which nothing is known")
    func report() {
        func newest(_ name: String, _ value: Double) -> ReadingsSeries {
            Played.series("~twin.\(name)", "1", [0, value])
        }
        let report = TwinReport([
            newest("temperature_error", 0.8), newest("temperature_residual", -1.2),
            newest("temperature_deviation", 0.9), newest("remaining_hours", 9_000), newest("remaining_low", 8_000),
            newest("remaining_high", 9_500),
        ])
        #expect(report.temperature?.error == 0.8 && report.temperature?.residual == -1.2)
        #expect(report.vibration == nil)
        #expect(report.life?.hours == 9_000 && report.life?.low == 8_000 && report.life?.high == 9_500)
        #expect(report.at == Played.monday.advanced(seconds: 2))
        let empty = TwinReport([])
        #expect(empty.life == nil && empty.at == nil)
    }
}
