import AnalyticsTwin
import Runtime
import Telemetry
import Testing

/// What must not be learned, and what no reading may do.
@Suite("Calibration and faults")
struct CalibrationFaultTests {
    static func calibrated(seed: UInt64 = 3) -> CalibrationRun {
        var run = CalibrationRun(seed: seed)
        run.run(hours: 72)
        return run
    }

    @Test("a fault of a day is seen all day, and is not learned away", arguments: [0.0, 0.25, 2])
    func cooling(hoursToGrow: Double) {
        var run = Self.calibrated()
        let before = run.twin.calibration
        // The machine becomes 15 °C warmer, at once or within hours.
        for part in 1...10 where hoursToGrow > 0 {
            run.machine.warmer = 1.5 * Double(part)
            run.run(hours: hoursToGrow / 10)
        }
        run.machine.warmer = 15
        run.run(hours: 1)
        #expect(run.twin.temperature.isHeld)
        var least = Double.infinity
        for _ in 0..<23 {
            run.run(hours: 1)
            least = min(least, run.twin.temperature.sigmas ?? 0)
            #expect(run.held.temperature > 0.95)
        }
        #expect(least > 8 && (run.twin.temperature.residual ?? 0) > 8, "\(least) \(run.twin.temperature)")
        let after = run.twin.calibration
        #expect(abs(after.rise.value / before.rise.value - 1) < 0.02)
        #expect((after.temperatureBias ?? 0) > 5 && (after.temperatureError ?? 0) > 5)
        run.machine.warmer = 0
        run.run(hours: 60)
        run.run(hours: 1)
        #expect(run.held.temperature < 0.01, "it does not find back: \(run.held)")
    }

    @Test("a bearing that shakes for a day is not taken for an old one")
    func bearing() {
        var run = Self.calibrated()
        let before = run.twin.calibration.vibrationOffset.value
        run.machine.rougher = 2
        run.run(hours: 24)
        #expect(run.held.vibration > 0.95 && (run.twin.vibration.sigmas ?? 0) > 6)
        #expect(abs(run.twin.calibration.vibrationOffset.value - before) < 0.3)
        #expect(run.twin.calibration.wearRate.value < 1.5 * run.machine.wearRate)
    }

    @Test("after three days of it the twin begins anew, and says so")
    func lasting() {
        var run = CalibrationRun(seed: 3)
        run.run(hours: 200)
        run.machine.warmer = 20
        run.run(hours: 71)
        #expect(run.twin.calibration.restarts == 0 && run.twin.temperature.isHeld)
        run.run(hours: 30)
        #expect(run.twin.calibration.restarts == 1 && !run.twin.temperature.isHeld)
        #expect((run.twin.calibration.temperatureError ?? 99) < 20)
    }

    @Test("single outliers change nothing")
    func outliers() {
        var (clean, dirty) = (Self.calibrated(), Self.calibrated())
        clean.run(hours: 24)
        dirty.run(hours: 24) { index, temperature, vibration in
            if index % 20 == 7 { (temperature, vibration) = (index % 40 == 7 ? 180 : -40, 25) }
        }
        #expect(abs(dirty.held.temperature - 0.05) < 0.01)
        #expect(abs(dirty.twin.calibration.rise.value / clean.twin.calibration.rise.value - 1) < 0.005)
        #expect(abs(dirty.twin.calibration.ambient.value - clean.twin.calibration.ambient.value) < 0.5)
        #expect(abs(dirty.twin.calibration.temperatureNoise - 0.4) < 0.1)
    }

    @Test("a stuck sensor is told, and teaches nothing")
    func stuck() {
        var run = Self.calibrated()
        let before = run.twin.calibration
        run.run(hours: 12) { _, temperature, _ in temperature = 41.3 }
        #expect(run.twin.isStuck && run.twin.temperature.isHeld)
        #expect(abs(run.twin.calibration.rise.value / before.rise.value - 1) < 0.02)
        run.run(hours: 12)
        #expect(!run.twin.isStuck && run.errors.rise < 0.02)
    }

    @Test("what is missing is not learned, and predictions go on")
    func missing() {
        var run = Self.calibrated()
        let readings = run.twin.calibration
        run.run(hours: 12) { _, temperature, vibration in (temperature, vibration) = (nil, .nan) }
        #expect(run.twin.temperature.residual == nil && run.twin.vibration.residual == nil)
        #expect(abs(run.twin.temperature.predicted - run.machine.temperature) < 1)
        #expect(run.twin.calibration.rise.value == readings.rise.value)
        run.run(hours: 6)
        #expect(run.held.temperature < 0.01)
    }

    @Test("a gap breaks nothing, and nothing is made up about it", arguments: [0.5, 6, 30, 700])
    func gaps(hours: Double) {
        var run = Self.calibrated()
        let before = run.twin.calibration
        // The machine goes on through many loads that nobody hears of.
        for _ in 0..<Int(hours * 60) { run.machine.run(seconds: 60) }
        run.run(hours: 1 / 60)
        #expect(abs(run.twin.temperature.residual ?? 9) < 0.01, "begins anew: \(run.twin.temperature)")
        run.run(hours: 12)
        #expect(run.held.temperature < 0.01)
        #expect(abs(run.twin.calibration.rise.value / before.rise.value - 1) < 0.02)
        #expect(run.twin.calibration.restarts == 0)
    }

    @Test("the same moment again is not learned twice")
    func again() {
        var run = Self.calibrated()
        let before = run.twin
        for _ in 0..<50 {
            run.twin.step(
                power: run.machine.power, at: run.machine.time,
                measuredTemperature: run.machine.temperature + 1, measuredVibration: 1)
        }
        #expect(run.twin.calibration == before.calibration)
    }

    @Test("no reading makes it trap, and every covariance stays positive", arguments: UInt64(1)...6)
    func hostile(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        var twin = CalibratedTwin(parameters: TwinStepTests.hot)
        let odd: [Double] = [
            .nan, .infinity, -.infinity, -5, 1e300, 0, 22, -0.0, .leastNonzeroMagnitude, 1e6, 1_499, -89,
        ]
        var time = Timestamp(seconds: 0)
        for index in 0..<6_000 {
            let odds = (0..<4).map { _ in odd[Int(random.next() % UInt64(odd.count))] }
            let leap = random.next() % 50
            time =
                leap == 0
                ? Timestamp(microseconds: Int64(bitPattern: random.next()) >> Int64(random.next() % 40))
                : time.advanced(seconds: leap < 10 ? 0 : random.unit() * 1e4)
            let isSound = index % 3 == 0
            twin.step(
                power: isSound ? 20 * random.unit() : odds[0], at: time,
                measuredTemperature: isSound ? 40 + 30 * random.unit() : odds[1],
                measuredVibration: isSound ? 2 + random.normal() : odds[2], runningHours: index % 7 == 0 ? odds[3] : nil
            )
            let found = twin.calibration
            for value in [found.rise, found.decay, found.ambient, found.vibrationPerLoad, found.wearRate] {
                #expect(value.value.isFinite && value.deviation.isFinite && value.deviation > 0)
            }
            #expect(twin.temperature.deviation.isFinite && twin.remainingLife.high.isFinite)
            #expect((0...100).contains(twin.twin.health) && twin.remainingLife.low >= 0)
            // A snapshot is taken back only when its covariances are positive.
            if index % 20 == 0 {
                _ = try CalibratedTwin(parameters: TwinStepTests.hot, snapshot: twin.snapshot())
            }
        }
    }

    @Test("what was measured before ages the machine, and is not learned from again")
    func measuredBefore() {
        var parameters = TwinParameters()
        parameters.wearRate = 0.001
        func run(last: Double?) -> CalibratedTwin {
            var twin = CalibratedTwin(parameters: parameters)
            twin.step(power: 10, at: Timestamp(seconds: 0), measuredTemperature: 90, measuredVibration: 5)
            for second in 1...360 {
                let time = Timestamp(seconds: Int64(10 * second))
                twin.step(power: 10, at: time, lastTemperature: last.map { _ in 90 }, lastVibration: last)
            }
            return twin
        }
        let (with, without) = (run(last: 5), run(last: nil))
        #expect(abs(with.twin.state.fatigue - parameters.fatigueRate * 15) < 1e-9)
        #expect(without.twin.state.fatigue < with.twin.state.fatigue / 2)
        #expect(abs(with.twin.state.wear - 0.001 * 5) < 1e-6)
        #expect(abs(without.twin.state.wear - with.twin.state.wear) > 1e-5)
        #expect(with.calibration.rise == without.calibration.rise, "nothing is learned of it")
        #expect(with.temperature.residual == nil)
        #expect(with.twin.state.temperatureResidual == without.twin.state.temperatureResidual)
    }
}
