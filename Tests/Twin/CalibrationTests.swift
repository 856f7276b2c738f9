import AnalyticsTwin
import Testing

/// A twin finds the parameters of machines whose truth is known, and says rightly how sure it is.
@Suite("Calibration")
struct CalibrationTests {
    @Test("gain, decay and ambient are found in two days, whatever the profile said", arguments: UInt64(1)...25)
    func recovers(seed: UInt64) {
        var run = CalibrationRun(seed: seed)
        run.run(hours: 48)
        let errors = run.errors
        #expect(errors.rise < 0.02 && errors.decay < 0.2 && errors.ambient < 0.3, "\(errors)")
        let found = run.twin.calibration
        #expect(found.isCalibrated && found.restarts == 0)
        #expect(abs(found.temperatureNoise - 0.4) < 0.08 && abs(found.vibrationNoise - 0.15) < 0.03)
        #expect((found.temperatureError ?? 9) < 0.6 && abs(found.temperatureBias ?? 9) < 0.1)
        #expect(abs(found.vibrationPerLoad.value - run.machine.perLoad) < 0.01)
    }

    @Test("the same at other paces", arguments: [(5.0, 18.0, 0.02, 0.15), (300, 168, 0.03, 2.7)])
    func paces(step: Double, hours: Double, rise: Double, decay: Double) {
        for seed in UInt64(1)...4 {
            var run = CalibrationRun(seed: seed)
            run.run(hours: hours, step: step)
            #expect(run.errors.rise < rise && run.errors.decay < decay, "seed \(seed): \(run.errors)")
        }
    }

    @Test("a decay that is over between two readings need not be known")
    func hourly() {
        for seed in UInt64(1)...4 {
            var run = CalibrationRun(seed: seed)
            run.run(hours: 60 * 24, step: 3_600)
            let found = run.twin.calibration
            #expect(found.isCalibrated && found.decay.deviation > 0.3 * found.decay.value, "seed \(seed): \(found)")
            #expect(run.errors.rise < 0.02, "seed \(seed): \(run.errors)")
        }
    }

    @Test("a hall that swings by five degrees is followed")
    func hall() {
        for seed in UInt64(1)...5 {
            var run = CalibrationRun(seed: seed) { $0.hallSwing = 5 }
            run.run(hours: 120)
            #expect(run.errors.rise < 0.1 && run.errors.ambient < 1.5, "seed \(seed): \(run.errors)")
            #expect((run.twin.calibration.temperatureError ?? 9) < 1)
            #expect(run.held.temperature < 0.01)
        }
    }

    @Test("residuals are as wide as it says, and four of five truths lie within its bands")
    func coverage() {
        let count = 60
        var square = 0.0
        var covered = (load: 0.0, offset: 0.0, wear: 0.0, life: 0.0, rise: 0.0, decay: 0.0)
        for seed in 0..<count {
            var run = CalibrationRun(seed: UInt64(1_000 + seed))
            run.run(hours: 240, step: 300)
            square += run.meanSquare / Double(count)
            let (found, truth) = (run.twin.calibration, run.machine)
            covered.load += CalibrationRun.covers(found.vibrationPerLoad, truth.perLoad)
            covered.offset += CalibrationRun.covers(found.vibrationOffset, truth.offset + 2 * truth.wear)
            covered.wear += CalibrationRun.covers(found.wearRate, truth.wearRate)
            covered.rise += CalibrationRun.covers(found.rise, truth.rise)
            covered.decay += CalibrationRun.covers(found.decay, truth.decay)
            let life = run.twin.remainingLife
            let left = (1 - truth.wear) * 20_000 - run.twin.twin.state.hours
            covered.life += life.low <= left && left <= life.high ? 1 : 0
            #expect(life.low <= life.hours && life.hours <= life.high)
        }
        #expect((0.85...1.15).contains(square), "\(square)")
        for part in [covered.load, covered.offset, covered.wear, covered.life] {
            #expect((0.7...0.9).contains(part / Double(count)), "\(covered)")
        }
        // The ambient is taken to wander and does not, and the first readings count less: wider than they need be.
        #expect(covered.rise / Double(count) >= 0.75 && covered.decay / Double(count) >= 0.7, "\(covered)")
    }

    @Test("wear is told from how the vibration grows, and the band of the life narrows by it")
    func wear() {
        var run = CalibrationRun(seed: 5) { $0.wearRate = $0.profile.wearRate * 2 }
        run.run(hours: 24, step: 600)
        let early = run.twin.remainingLife
        run.run(hours: 1_500, step: 600)
        let late = run.twin.calibration.wearRate
        #expect(abs(late.value / run.machine.wearRate - 1) < 0.1, "\(late) \(run.machine.wearRate)")
        #expect(late.deviation < 0.05 * late.value)
        #expect(abs(run.twin.twin.state.wear - run.machine.wear) < 0.1 * run.machine.wear)
        #expect(early.hours > run.twin.remainingLife.hours && run.twin.remainingLife.low > 0)
    }

    @Test("a load that never changes teaches what can be told from it, and no more", arguments: UInt64(1)...5)
    func steady(seed: UInt64) {
        var run = CalibrationRun(seed: seed)
        run.run(hours: 24, load: .steady)
        let before = run.twin.calibration
        run.run(hours: 2_000, step: 600, load: .steady)
        let found = run.twin.calibration
        let fresh = CalibratedTwin(parameters: run.machine.profile).calibration
        #expect(!found.isCalibrated)
        #expect(found.rise.deviation <= fresh.rise.deviation && found.ambient.deviation <= fresh.ambient.deviation)
        #expect(abs(found.rise.value - before.rise.value) * 15.4 < 2, "the gain drifted")
        let settled = found.ambient.value + found.rise.value * run.machine.power
        #expect(abs(settled - run.machine.ambient - run.machine.rise * run.machine.power) < 0.3)
    }

    @Test("the same readings give the same twin")
    func deterministic() {
        var (one, other) = (CalibrationRun(seed: 8), CalibrationRun(seed: 8))
        one.run(hours: 5)
        other.run(hours: 5)
        #expect(one.twin.snapshot() == other.twin.snapshot())
    }
}
