import AnalyticsTwin
import Telemetry
import Testing

/// What becomes of many machines in a scenario, held against what can be computed by hand.
@Suite("Scenarios")
struct ScenarioTests {
    /// A twin that knows its machine well.
    static let known: CalibrationRun = {
        var run = CalibrationRun(seed: 6) { $0.rise = 1.6 }
        run.run(hours: 120)
        return run
    }()

    static func run(
        _ scenario: TwinScenario, _ twin: CalibratedTwin = known.twin, hours: Double = 60, paths: Int = 100,
        seed: UInt64 = 1, noise: Double = 0.05, step: Double = 1, change: (inout ScenarioConditions) -> Void = { _ in }
    ) throws -> ScenarioForecast {
        var conditions = scenario.conditions(ratedPower: twin.profile.ratedPower)
        change(&conditions)
        return try twin.run(
            conditions,
            options: ScenarioOptions(hours: hours, paths: paths, seed: seed, stepHours: step, loadNoise: noise))
    }

    @Test("each scenario is the load, the cooling and the wear that it says")
    func conditions() {
        let found = TwinScenario.named.map { $0.scenario.conditions(ratedPower: 10) }
        #expect(found.map(\.load.greatest) == [7, 15, 8, 9])
        #expect(found.map(\.cooling) == [1, 1, 0.2, 1] && found.map(\.wearFactor) == [1, 1, 1, 3])
    }

    @Test("it tells how many paths are through, and ends with all of them")
    func progress() throws {
        var told: [[Int]] = []
        let twin = Self.known.twin
        let (conditions, options) = (
            TwinScenario.normal.conditions(ratedPower: 22), ScenarioOptions(hours: 9, paths: 10)
        )
        let found = try twin.run(conditions, options: options) { told.append([$0, $1]) }
        #expect(told == [[4, 10], [8, 10], [10, 10]])
        #expect(try twin.run(conditions, options: options).points == found.points, "telling changes nothing")
    }

    @Test("it settles where losses and cooling are equal; at a fifth of the cooling five times as far above ambient")
    func settles() throws {
        let machine = Self.known.machine
        for (scenario, load, factor) in [(TwinScenario.normal, 0.7, 1.0), (.heavyLoad, 1.5, 1), (.overheated, 0.8, 5)] {
            let last = try #require(try Self.run(scenario, noise: 0).points.last)
            let settled = machine.hall + factor * machine.rise * load * 22
            #expect(abs(last.temperature.median - settled) < 0.02 * (settled - machine.hall) + 0.3, "\(last)")
            #expect(last.temperature.low <= last.temperature.median && last.temperature.median <= last.temperature.high)
        }
    }

    @Test("a load that varies moves the temperature by gain × its deviation, in a band of 80 %")
    func noise() throws {
        let points = try Self.run(.normal, hours: 100, paths: 300, noise: 0.1).points.dropFirst(5)
        // An hour is long against the machine's decay, so each step shows the load of its own.
        let expected = 2 * 1.281_552 * Self.known.twin.calibration.rise.value * 0.7 * 22 * 0.1
        let widths = points.map { $0.temperature.high - $0.temperature.low }
        let mean = widths.reduce(0, +) / Double(widths.count)
        #expect(abs(mean / expected - 1) < 0.05, "\(mean) \(expected)")
    }

    @Test("without noise and doubt a path is what the twin does step by step")
    func agreesWithTwin() throws {
        let known = Self.known.twin
        var parameters = known.twin.parameters
        parameters.ambient = 70
        let state = TwinState(
            temperature: known.twin.state.temperature, wear: known.twin.state.wear, hours: known.twin.state.hours)
        var twin = Twin(parameters: parameters, state: state)
        let forecast = try Self.run(.heavyLoad, known, hours: 100, paths: 200, noise: 0) { $0.ambient = 70 }
        var time = Timestamp(seconds: 0)
        twin.step(power: 33, at: time, measuredTemperature: state.temperature)
        for _ in 0..<100 {
            time = time.advanced(seconds: 3_600)
            twin.step(power: 33, at: time)
        }
        let last = try #require(forecast.points.last)
        #expect(abs(last.temperature.median - twin.state.temperature) < 0.3)
        let added = last.fatigue.median - forecast.points[0].fatigue.median
        #expect(abs(added / twin.state.fatigue - 1) < 0.05, "\(added) \(twin.state.fatigue)")
        #expect(last.wear.low < last.wear.high && last.health.low < last.health.high)
        #expect(abs(last.failureProbability.median - (1 - last.health.median / 100)) < 1e-12)
        #expect(last.failureProbability.low <= last.failureProbability.high)
    }

    @Test("wear grows by the rate and the vibration, three times as fast with worn bearings")
    func wear() throws {
        var profile = SyntheticMachine.profile
        profile.vibrationPerWear = 0
        var twin = CalibratedTwin(parameters: profile)
        twin.step(power: 10, at: Timestamp(seconds: 0), measuredTemperature: 40)
        let forecast = try Self.run(.wornBearings, twin, hours: 100, paths: 200, noise: 0, step: 10)
        // Offset 0 ± 2 and load 0.07 ± 0.07 by the profile; speed is no less than 0, so the mean lies above it.
        let median = try #require(forecast.points.last).wear.median
        #expect(median > 3 * 1e-4 * 100 * 0.7 && median < 3 * 1e-4 * 100 * 3, "\(median)")
        let slow = try Self.run(.wornBearings, twin, hours: 100, paths: 200, noise: 0, step: 10) { $0.wearFactor = 1 }
        let other = try #require(slow.points.last).wear.median
        #expect(abs(median / other - 3) < 0.05, "\(median) \(other)")
    }

    @Test("what is not calibrated gives wider bands")
    func doubt() throws {
        let fresh = CalibratedTwin(parameters: SyntheticMachine.profile)
        let wide = try #require(try Self.run(.normal, fresh, noise: 0).points.last)
        let narrow = try #require(try Self.run(.normal, noise: 0).points.last)
        #expect(wide.temperature.high - wide.temperature.low > 10 * (narrow.temperature.high - narrow.temperature.low))
    }

    @Test("the same seed gives the same bands, another one others")
    func deterministic() throws {
        #expect(try Self.run(.normal, seed: 7) == Self.run(.normal, seed: 7))
        #expect(try Self.run(.normal, seed: 7) != Self.run(.normal, seed: 8))
        // Paths that do not fill the last block are left out, and the others are what they were.
        #expect(try Self.run(.normal, paths: 98).points.count == Self.run(.normal, paths: 100).points.count)
    }

    @Test("a load of one's own is repeated, and steps that lie across it take the mean")
    func cycles() throws {
        let cycle = try LoadCycle(hours: 24, steps: [(6, 20), (22, 2)])
        #expect(cycle.steps.map(\.power) == [2, 20, 2] && cycle.greatest == 20)
        let points = try Self.run(.custom(cycle), hours: 72, noise: 0).points
        for point in points.dropFirst() {
            let hour = (point.hours - 1).truncatingRemainder(dividingBy: 24)
            #expect(abs(point.load - (hour >= 6 && hour < 22 ? 20 : 2)) < 1e-9, "\(point.hours): \(point.load)")
        }
        for hour in [0, 5.5, 6, 21.9, 22, 100, -3] {
            let moved = cycle.beginning(at: hour)
            let clock = (hour + 48).truncatingRemainder(dividingBy: 24)
            #expect(moved.steps[0].power == (clock >= 6 && clock < 22 ? 20 : 2) && moved.greatest == 20)
            let ends: [Double] = moved.steps.dropFirst().map(\.hour) + [24]
            var sum = 0.0
            for (step, end) in zip(moved.steps, ends) { sum += step.power * (end - step.hour) }
            #expect(abs(sum - 336) < 1e-9, "\(hour): \(moved.steps)")
        }
        let coarse = try Self.known.twin.run(
            ScenarioConditions(load: cycle), options: ScenarioOptions(hours: 120, paths: 4, stepHours: 5, loadNoise: 0))
        #expect(abs(coarse.points[2].load - (1 * 2 + 4 * 20) / 5) < 20.1)
        let energy = coarse.points.dropFirst().map { $0.load * 5 }.reduce(0, +)
        #expect(abs(energy - 5 * (16 * 20 + 8 * 2)) < 1e-6)
    }

    @Test("it says what is passed, when, and what to do")
    func advice() throws {
        let calm = try Self.run(.custom(LoadCycle(power: 3)), hours: 48)
        #expect(calm.advice.map(\.code) == [.keepRunning] && calm.passages.isEmpty, "\(calm.advice)")
        let hot = try Self.run(.overheated, hours: 300)
        let onset = try #require(hot.passages.first { $0.mark == .fatigueOnset })
        #expect(onset.share == 1 && (onset.median ?? 99) <= 3)
        let (warning, critical) = (
            hot.passages.first { $0.mark == .warning }, hot.passages.first { $0.mark == .critical }
        )
        // Health falls by 40 % × 0.0001 × °C over 75 an hour, faster by wear and stress.
        let last = try #require(hot.points.last).temperature.median
        let hours = 20 / (0.4 * 0.01 * (last - 75))
        let median = try #require(warning?.median)
        #expect(median < hours && median > 0.4 * hours, "\(median) \(hours)")
        #expect((critical?.median ?? 0) > median && (warning?.early ?? 1e9) <= median)
        #expect(hot.advice.first?.code == .stopBefore && hot.advice.contains { $0.code == .improveCooling })
        #expect(hot.advice.contains { $0.text.contains("restore the cooling") })
        let heavy = try Self.run(.heavyLoad, hours: 12)
        #expect(heavy.advice.contains { $0.code == .reduceLoad && $0.text.contains("33 kW is above the 22 kW") })
        let worn = try Self.run(.wornBearings, hours: 6_000, step: 24)
        #expect(worn.advice.contains { $0.code == .replaceBearing && ($0.withinHours ?? 0) > 500 })
        #expect(worn.points.allSatisfy { $0.wear.high <= 1 && $0.health.low >= 0 })
    }

    @Test("options outside their ranges are named")
    func options() {
        let twin = Self.known.twin
        func error(_ options: ScenarioOptions, _ conditions: ScenarioConditions? = nil) -> ScenarioError? {
            do throws(ScenarioError) {
                _ = try twin.run(conditions ?? ScenarioConditions(load: LoadCycle(power: 1)), options: options)
                return nil
            } catch { return error }
        }
        for (options, name) in [
            (ScenarioOptions(hours: 0), "hours"), (ScenarioOptions(hours: .nan), "hours"),
            (ScenarioOptions(hours: 9, paths: 0), "paths"), (ScenarioOptions(hours: 9, stepHours: 0), "step"),
            (ScenarioOptions(hours: 200_000, stepHours: 0.1), "step"),
            (ScenarioOptions(hours: 9, loadNoise: -1), "load-noise"), (ScenarioOptions(hours: 9, level: 1), "level"),
            (ScenarioOptions(hours: 9, pointsMax: 1), "points"),
        ] {
            guard case .outOfRange(name, _) = error(options) else {
                Issue.record("\(name) is not refused: \(String(describing: error(options)))")
                continue
            }
        }
        let load = LoadCycle(power: 1)
        for conditions in [
            ScenarioConditions(load: load, cooling: 0), ScenarioConditions(load: load, wearFactor: -1),
            ScenarioConditions(load: load, ambient: 900),
        ] {
            #expect(error(ScenarioOptions(hours: 9), conditions) != nil)
        }
        for steps in [[], [(0, -1)], [(0, 1), (0, 2)], [(24, 1)], [(0, .nan)]] as [[(Double, Double)]] {
            #expect(throws: ScenarioError.loadInvalid) {
                try LoadCycle(hours: 24, steps: steps.map { (hour: $0.0, power: $0.1) })
            }
        }
    }
}
