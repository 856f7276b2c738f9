import AnalyticsTwin
import Runtime
import Telemetry
import Testing

@Suite("Snapshots of a calibrated twin")
struct CalibratedTwinSnapshotTests {
    static let run: CalibrationRun = {
        var run = CalibrationRun(seed: 4)
        run.run(hours: 30)
        return run
    }()

    @Test("it goes on as if it had never stopped")
    func goesOn() throws {
        var run = Self.run
        let bytes = run.twin.snapshot()
        #expect(bytes.count < 700)
        var other = run
        other.twin = try CalibratedTwin(parameters: run.machine.profile, snapshot: bytes)
        #expect(other.twin.snapshot() == bytes)
        #expect(other.twin.calibration == run.twin.calibration && other.twin.temperature == run.twin.temperature)
        run.run(hours: 4)
        other.run(hours: 4)
        #expect(other.twin.snapshot() == run.twin.snapshot())
        let fresh = CalibratedTwin(parameters: run.machine.profile)
        #expect(
            try CalibratedTwin(parameters: run.machine.profile, snapshot: fresh.snapshot()).snapshot()
                == fresh.snapshot())
    }

    @Test("what is cut off, too long or of another version is refused")
    func damaged() {
        let whole = Self.run.twin.snapshot()
        for count in 0..<whole.count {
            #expect(throws: SnapshotError.self) {
                try CalibratedTwin(parameters: TwinParameters(), snapshot: Array(whole.prefix(count)))
            }
        }
        #expect(throws: SnapshotError.trailingBytes) {
            try CalibratedTwin(parameters: TwinParameters(), snapshot: whole + [0])
        }
        #expect(throws: SnapshotError.versionUnknown(7)) {
            try CalibratedTwin(parameters: TwinParameters(), snapshot: [7] + whole.dropFirst())
        }
    }

    @Test("a covariance that is none is refused")
    func covariance() {
        let whole = Self.run.twin.snapshot()
        // Version, the twin with its length, four means: then the variance of the temperature.
        let start = 1 + 2 + Self.run.twin.twin.snapshot().count + 4 * 8
        for value in [-1.0, 0, 1e12, .nan, .infinity] {
            var bent = whole
            for byte in 0..<8 { bent[start + byte] = UInt8(truncatingIfNeeded: value.bitPattern >> (8 * UInt64(byte))) }
            #expect(throws: SnapshotError.valueInvalid, "\(value)") {
                try CalibratedTwin(parameters: SyntheticMachine.profile, snapshot: bent)
            }
        }
        // A correlation beyond one.
        var bent = whole
        for byte in 0..<8 { bent[start + 8 + byte] = UInt8(truncatingIfNeeded: (1e3).bitPattern >> (8 * UInt64(byte))) }
        #expect(throws: SnapshotError.valueInvalid) {
            try CalibratedTwin(parameters: SyntheticMachine.profile, snapshot: bent)
        }
    }

    @Test("bent bytes are refused, or give a twin that runs", arguments: UInt64(1)...3)
    func bent(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let whole = Self.run.twin.snapshot()
        var taken = 0
        for _ in 0..<1_500 {
            var bytes = whole
            for _ in 0...Int(random.next() % 3) {
                bytes[Int(random.next() % UInt64(bytes.count))] = UInt8(truncatingIfNeeded: random.next())
            }
            guard var twin = try? CalibratedTwin(parameters: SyntheticMachine.profile, snapshot: bytes) else {
                continue
            }
            taken += 1
            var time = twin.twin.state.time ?? Timestamp(seconds: 0)
            for index in 0..<5 {
                time = time.advanced(seconds: 60)
                twin.step(power: 10 + Double(index), at: time, measuredTemperature: 50, measuredVibration: 2)
            }
            #expect(twin.temperature.predicted.isFinite && twin.temperature.deviation.isFinite)
            #expect(twin.remainingLife.hours >= 0 && (0...100).contains(twin.twin.health))
        }
        #expect(taken > 0)
    }

    @Test("under another profile what was learned stays within what that profile allows")
    func otherProfile() throws {
        var profile = SyntheticMachine.profile
        profile.ambient = 80
        let twin = try CalibratedTwin(parameters: profile, snapshot: Self.run.twin.snapshot())
        #expect(twin.calibration.ambient.value >= 55)
    }
}
