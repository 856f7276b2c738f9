public import Telemetry

/// A twin that learns its own machine while it runs: heat, vibration and wear, each with how sure it is.
///
/// It begins with what a profile says and how far a profile may be off, and is stepped like `Twin`. Two Kalman filters
/// (`HeatFilter`, `VibrationFilter`) hold what was learned; `Twin` ages by it. A step allocates nothing, costs less
/// than 200 ns, and no input makes it trap or gives a number that is not finite.
///
/// - A load that never changes teaches only what can be told from it; the rest stays as open as the profile left it.
/// - A reading far from the expected is not learned from (`TwinTrust`), so a fault stays visible in the residual.
/// - A measurement is passed once, with the reading that brought it; the same metric at the same time again is ignored.
public struct CalibratedTwin: Sendable {
    /// The twin that ages by what was calibrated.
    public internal(set) var twin: Twin
    /// What was expected of the temperature at the newest step.
    public internal(set) var temperature: TwinResidual
    /// What was expected of the vibration at the newest step.
    public internal(set) var vibration: TwinResidual
    /// What the profile says.
    public let profile: TwinParameters

    var heat: HeatFilter
    var shake: VibrationFilter
    var heatTrust = TwinTrust()
    var shakeTrust = TwinTrust()
    var heatError = ResidualWindow()
    var shakeError = ResidualWindow()
    var sensor = StuckSensor()
    /// Wear with which it began, and the mm/s·h that the bearing has run since.
    var wearAtStart: Double
    var exposure = 0.0
    /// Mean seconds between readings, 0 before the second.
    var pace = 0.0
    /// Seconds since the last reading of each that was judged.
    var heatSeconds = 0.0
    var shakeSeconds = 0.0
    /// The step at this time has its temperature and its vibration.
    var hasHeat = false
    var hasShake = false
    /// The temperature sensor says the same while the machine cannot.
    public internal(set) var isStuck = false

    /// A silence of so many usual intervals, and of a minute, in which nobody knows what the load was.
    static let gapPaces = 20.0
    static let gapSecondsMin = 60.0
    /// Times rated power that no machine takes: such a power is taken for the last one, and nothing is learned by it.
    static let overloadMax = 20.0

    /// The twin of a new machine, or of one whose age is known, by its profile.
    public init(parameters: TwinParameters, state: TwinState? = nil) {
        twin = Twin(parameters: parameters, state: state)
        profile = twin.parameters
        wearAtStart = twin.state.wear
        heat = HeatFilter(parameters: profile)
        shake = VibrationFilter(parameters: profile, wear: wearAtStart)
        temperature = TwinResidual(predicted: twin.state.temperature, deviation: heat.noise.variance.squareRoot())
        vibration = TwinResidual(predicted: twin.state.vibration, deviation: shake.noise.variance.squareRoot())
    }

    /// Moves to the time of a reading, and learns from what was measured.
    ///
    /// Arguments are those of `Twin.step`, and are taken as there; a power of more than twenty times the rated one is
    /// taken for the last, and nothing is learned by it. After a silence of more than twenty usual intervals
    /// and a minute the temperature begins anew where it is measured; ages as in `Twin`.
    /// `lastTemperature` and `lastVibration` are what was measured before, for a step that brings nothing new of them
    /// (a device that sends one more rarely): the machine ages by them, and nothing is learned from them again.
    public mutating func step(
        power: Double, at time: Timestamp, measuredTemperature: Double? = nil, measuredVibration: Double? = nil,
        runningHours: Double? = nil, lastTemperature: Double? = nil, lastVibration: Double? = nil
    ) {
        let seconds = twin.state.time.map { time.seconds(since: $0) }
        if let seconds, seconds < 0 { return }
        let isKnown = power.isFinite && abs(power) <= Self.overloadMax * profile.ratedPower
        let power = isKnown ? abs(power) : twin.state.power
        let measured = Twin.plausible(measuredTemperature, Twin.temperatures)
        let shaken = Twin.plausible(measuredVibration, Twin.vibrations)
        advance(seconds: seconds, load: (power + twin.state.power) / 2, power: power, measured)
        let lastHeat = measured ?? Twin.plausible(lastTemperature, Twin.temperatures)
        let lastShake = shaken ?? Twin.plausible(lastVibration, Twin.vibrations) ?? expectedWhenUnmeasured(power)
        age(power: power, at: time, seconds: seconds ?? 0, lastHeat, lastShake, hours: runningHours)
        judgeHeat(measured, isKnown: isKnown)
        judgeShake(shaken, power: power, at: isStuck ? heat.mean[0] : measured ?? heat.mean[0], isKnown: isKnown)
        adopt()
    }

    /// Goes on from an earlier time: the clock by which it was stepped last ran ahead.
    public mutating func turnBack(to time: Timestamp) { twin.turnBack(to: time) }

    // MARK: One step

    private mutating func advance(seconds: Double?, load: Double, power: Double, _ measured: Double?) {
        guard let seconds else { return heat.begin(power: power, measured: measured) }
        guard seconds > 0 else { return }
        let gap = min(max(Self.gapSecondsMin, Self.gapPaces * pace), Twin.gapSecondsMax)
        if pace > 0 && seconds > gap || seconds > Twin.gapSecondsMax {
            heat.lose(ratedPower: profile.ratedPower, measured: measured)
            twin.stepped = (0, 1)
            shake.noise.breakOff()
        } else {
            let kept = heat.predict(
                seconds: seconds, load: load, rate: twin.parameters.decay, ratedPower: profile.ratedPower)
            twin.stepped = (seconds, kept)
        }
        pace = pace == 0 ? min(seconds, Twin.gapSecondsMax) : pace + (min(seconds, gap) - pace) / 20
        heatSeconds = min(heatSeconds + seconds, gap)
        shakeSeconds = min(shakeSeconds + seconds, gap)
        (hasHeat, hasShake) = (false, false)
    }

    private mutating func age(
        power: Double, at time: Timestamp, seconds: Double, _ measured: Double?, _ shaken: Double?, hours: Double?
    ) {
        let before = twin.state
        twin.step(
            power: power, at: time, measuredTemperature: measured, measuredVibration: shaken, runningHours: hours)
        let rate = twin.parameters.wearRate
        let ran = rate > 0 ? (twin.state.wear - before.wear) / rate : 0
        // What it ages by was not all measured now.
        twin.state.temperatureResidual = before.temperatureResidual
        twin.state.vibrationResidual = before.vibrationResidual
        exposure += ran
        if seconds > 0 {
            shake.predict(seconds: min(seconds, Twin.gapSecondsMax), exposure: ran, ratedPower: profile.ratedPower)
        }
    }

    /// A bearing whose vibration was learned wears by that while it is not measured; else by the profile's equation.
    private func expectedWhenUnmeasured(_ power: Double) -> Double? {
        shakeTrust.readings > 0 ? shake.expected(load: power, heated: heated(twin.state.temperature)) : nil
    }

    private func heated(_ temperature: Double) -> Double {
        profile.vibrationPerDegree * max(0, temperature - profile.vibrationOnset)
    }

    private mutating func judgeHeat(_ measured: Double?, isKnown: Bool) {
        temperature = TwinResidual(
            predicted: heat.mean[0], deviation: (heat.spread + heat.noise.variance).squareRoot())
        guard let measured, !hasHeat else { return }
        hasHeat = true
        let innovation = measured - temperature.predicted
        let sigmas = innovation / temperature.deviation
        temperature.residual = innovation
        heatError.add(innovation, after: heatSeconds)
        isStuck = sensor.isStuck(
            measured, expected: temperature.predicted, deviation: heat.noise.variance.squareRoot())
        defer { heatSeconds = 0 }
        guard isKnown, !isStuck else { return temperature.isHeld = true }
        if let weight = heat.noise.weight(sigmas: sigmas, isSettled: heatTrust.isSettled) {
            let part = heat.noise.variance / (heat.spread + heat.noise.variance)
            heat.learn(innovation, weight: weight, caution: heatTrust.caution)
            heat.noise.learn(sigmas: sigmas, part: part)
            heatTrust.learned(after: heatSeconds)
            heat.hold(seconds: heatSeconds, learned: heatTrust.seconds)
        } else {
            temperature.isHeld = true
            heat.follow(innovation, hours: heatSeconds / 3_600)
            if heatTrust.held(for: heatSeconds) { heat.reopen() }
        }
    }

    private mutating func judgeShake(
        _ measured: Double?, power: Double, at temperature: Double, isKnown: Bool
    ) {
        let spread = shake.spread(load: power)
        vibration = TwinResidual(
            predicted: shake.expected(load: power, heated: heated(temperature)),
            deviation: (spread + shake.noise.variance).squareRoot())
        guard let measured, !hasShake else { return }
        hasShake = true
        let innovation = measured - vibration.predicted
        let sigmas = innovation / vibration.deviation
        vibration.residual = innovation
        shakeError.add(innovation, after: shakeSeconds)
        defer { shakeSeconds = 0 }
        guard isKnown else { return vibration.isHeld = true }
        if let weight = shake.noise.weight(sigmas: sigmas, isSettled: shakeTrust.isSettled) {
            shake.learn(innovation, load: power, weight: weight)
            shake.noise.learn(sigmas: sigmas, part: shake.noise.variance / (spread + shake.noise.variance))
            shakeTrust.learned(after: shakeSeconds)
        } else {
            vibration.isHeld = true
            shake.follow(innovation, hours: shakeSeconds / 3_600)
            if shakeTrust.held(for: shakeSeconds) { shake.reopen() }
        }
    }

    /// Gives the twin what was learned.
    mutating func adopt() {
        let decay = heat.mean[HeatFilter.decay].exponential
        twin.parameters.decay = decay
        twin.parameters.heatGain = heat.mean[HeatFilter.rise] * decay / (1 - profile.efficiency)
        twin.parameters.ambient = heat.mean[HeatFilter.ambient]
        twin.parameters.vibrationPerLoad = shake.mean[0]
        if profile.vibrationPerWear > 0 { twin.parameters.wearRate = shake.mean[2] / profile.vibrationPerWear }
        twin.state.temperature = heat.mean[0]
        twin.state.vibration = vibration.predicted
        twin.state.temperatureResidual = temperature.residual ?? twin.state.temperatureResidual
        twin.state.vibrationResidual = vibration.residual ?? twin.state.vibrationResidual
        twin.state.wear = TwinState.part(wearAtStart + twin.parameters.wearRate * exposure)
    }
}
