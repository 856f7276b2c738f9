import AnalyticsTwin

/// A machine of known truth and the twin that watches it.
struct CalibrationRun {
    var machine: SyntheticMachine
    var twin: CalibratedTwin
    /// Mean square of the temperature's residuals in standard deviations, since the last `run`.
    private(set) var meanSquare = 0.0
    /// The part of temperatures and of vibrations that were not learned from, since the last `run`.
    private(set) var held = (temperature: 0.0, vibration: 0.0)

    init(seed: UInt64, _ change: (inout SyntheticMachine) -> Void = { _ in }) {
        machine = SyntheticMachine(seed: seed)
        change(&machine)
        twin = CalibratedTwin(parameters: machine.profile)
    }

    /// Runs on for some hours, a reading every so many seconds; `change` may bend what was measured.
    mutating func run(
        hours: Double, step: Double = 60, load: SyntheticMachine.Load = .daily,
        _ change: (Int, inout Double?, inout Double?) -> Void = { _, _, _ in }
    ) {
        var squares = 0.0
        var held = (0.0, 0.0)
        let count = Int(hours * 3_600 / step)
        for index in 0..<count {
            machine.run(seconds: step, load: load)
            let measured = machine.measure()
            var (temperature, vibration) = (Double?.some(measured.temperature), Double?.some(measured.vibration))
            change(index, &temperature, &vibration)
            twin.step(
                power: machine.power, at: machine.time, measuredTemperature: temperature, measuredVibration: vibration)
            squares += (twin.temperature.sigmas ?? 0) * (twin.temperature.sigmas ?? 0)
            held.0 += twin.temperature.isHeld ? 1 : 0
            held.1 += twin.vibration.isHeld ? 1 : 0
        }
        meanSquare = squares / Double(count)
        self.held = (held.0 / Double(count), held.1 / Double(count))
    }

    /// How far the calibrated parameters are from the truth: parts of gain and decay, °C of the ambient.
    var errors: (rise: Double, decay: Double, ambient: Double) {
        let found = twin.calibration
        return (
            abs(found.rise.value / machine.rise - 1), abs(found.decay.value / machine.decay - 1),
            abs(found.ambient.value - machine.hall)
        )
    }

    /// How often a value within `sigmas` of the truth was claimed rightly, as 0 or 1.
    static func covers(_ found: CalibratedValue, _ truth: Double) -> Double {
        abs(found.value - truth) <= 1.281_552 * found.deviation ? 1 : 0
    }
}
