public import Telemetry

/// The model of one machine, stepped with every reading and the real time between readings.
///
/// Between two readings the power is their mean, and the linear heat equation is solved exactly, so a step of any
/// length is stable and an hour is an hour. What it predicts depends on power and wear only; what ages the machine is
/// the measured temperature and vibration where there are any. It allocates nothing, and no input can make it trap.
public struct Twin: Sendable {
    /// What it knows about its kind of machine.
    public internal(set) var parameters: TwinParameters
    /// Where it stands.
    public internal(set) var state: TwinState
    /// The step and its `exp(−decay × step)`, kept because devices report at a steady pace and an `exp` is 20 ns.
    ///
    /// Whoever changes the decay gives both anew.
    var stepped: (seconds: Double, kept: Double) = (0, 1)

    /// A gap after which nobody knows what the machine did; it then neither ages nor keeps its heat.
    public static let gapSecondsMax: Double = 86_400
    /// kW beyond which a power is taken for this.
    static let powerMax = 1e6
    /// °C that a sensor can measure.
    static let temperatures = -90.0...1_500
    /// mm/s that a sensor can measure.
    static let vibrations = 0.0...1_000

    /// A twin of a new machine at ambient temperature, or of one whose state is known.
    ///
    /// Parameters that no machine has (not finite, a decay or a rated power not above 0, …) become the defaults.
    public init(parameters: TwinParameters, state: TwinState? = nil) {
        self.parameters = parameters.sound
        self.state = state ?? TwinState(temperature: self.parameters.ambient)
    }

    /// Moves to the time of a reading.
    ///
    /// - `power` in kW; one that is not finite is taken for the last, a negative one (feeding back) for its amount.
    /// - A time before the newest step changes nothing; the same time again (a device that sends each metric by itself)
    ///   ages nothing and only tells more of that moment.
    /// - `runningHours` is the device's own counter and is adopted; it never turns back the twin's.
    public mutating func step(
        power: Double, at time: Timestamp, measuredTemperature: Double? = nil, measuredVibration: Double? = nil,
        runningHours: Double? = nil
    ) {
        let power = power.isFinite ? min(abs(power), Self.powerMax) : state.power
        let temperature = Self.plausible(measuredTemperature, Self.temperatures)
        let vibration = Self.plausible(measuredVibration, Self.vibrations)
        if let last = state.time {
            let seconds = time.seconds(since: last)
            guard seconds >= 0 else { return }
            if seconds <= Self.gapSecondsMax {
                advance(seconds: seconds, load: (power + state.power) / 2, temperature, vibration)
            } else {
                state.temperature = temperature ?? parameters.ambient
            }
        } else {
            state.temperature = temperature ?? parameters.settledTemperature(power: power)
        }
        state.time = time
        state.power = power
        state.vibration = predictedVibration(load: power)
        if let temperature { state.temperatureResidual = temperature - state.temperature }
        if let vibration { state.vibrationResidual = vibration - state.vibration }
        if let runningHours, runningHours.isFinite { state.hours = max(state.hours, min(runningHours, 1e7)) }
    }

    /// Goes on from an earlier time: the clock by which it was stepped last ran ahead.
    public mutating func turnBack(to time: Timestamp) {
        if let last = state.time { state.time = min(last, time) }
    }

    /// Health in percent, 0 to 100.
    public var health: Double {
        let life = TwinState.part(state.hours / parameters.designLifeHours)
        return 100
            * (0.4 * (1 - state.fatigue) + 0.3 * (1 - state.wear) + 0.2 * (1 - state.stress) + 0.1 * (1 - life))
    }

    /// Health as a word.
    public var healthState: TwinHealth { TwinHealth(percent: health) }

    /// 0 to 1.
    public var failureProbability: Double { 1 - health / 100 }

    /// Remaining useful life, never negative.
    public var remainingHours: Double {
        max(0, (1 - state.wear) * parameters.designLifeHours - state.hours)
    }

    // MARK: One step

    private mutating func advance(seconds: Double, load: Double, _ measured: Double?, _ vibration: Double?) {
        guard seconds > 0 else { return }
        if seconds != stepped.seconds {
            stepped = (seconds, ThermalStep.kept(decay: parameters.decay, seconds: seconds))
        }
        let settled = parameters.settledTemperature(power: load)
        let heat = ThermalStep(
            from: state.temperature, settled: settled, decay: parameters.decay, seconds: seconds, kept: stepped.kept)
        state.temperature = heat.end
        let hours = seconds / 3_600

        let over = measured.map { max(0, $0 - parameters.fatigueOnset) } ?? heat.meanOver(parameters.fatigueOnset)
        state.fatigue = TwinState.part(state.fatigue + parameters.fatigueRate * over * hours)
        wear(hours: hours, load: load, heat, vibration)
        let ratio = load / parameters.ratedPower
        state.stress = TwinState.part(state.stress + parameters.stressRate * ratio * ratio * hours)
        if load > parameters.standbyPower { state.hours += hours }
    }

    /// `dw/dt = rate × (v0 + perWear × w)` is linear too, and solved exactly; a measured vibration holds it already.
    private mutating func wear(hours: Double, load: Double, _ heat: ThermalStep, _ measured: Double?) {
        let rate = parameters.wearRate * hours
        if let measured {
            state.wear = TwinState.part(state.wear + rate * measured)
            return
        }
        let still =
            parameters.vibrationPerLoad * load
            + parameters.vibrationPerDegree * heat.meanOver(parameters.vibrationOnset)
        let exponent = rate * parameters.vibrationPerWear
        let speed = still + parameters.vibrationPerWear * state.wear
        state.wear = TwinState.part(state.wear + rate * speed * ThermalStep.meanGrowth(exponent))
    }

    private func predictedVibration(load: Double) -> Double {
        parameters.vibrationPerLoad * load
            + parameters.vibrationPerDegree * max(0, state.temperature - parameters.vibrationOnset)
            + parameters.vibrationPerWear * state.wear
    }

    /// A measured value that a sensor can have.
    static func plausible(_ value: Double?, _ range: ClosedRange<Double>) -> Double? {
        guard let value, range.contains(value) else { return nil }
        return value
    }
}
