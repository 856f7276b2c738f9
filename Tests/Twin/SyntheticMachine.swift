import AnalyticsTwin
import Runtime
import Telemetry

/// A machine whose truth is known: it heats, shakes and wears by its own parameters, which differ from the profile's.
struct SyntheticMachine {
    /// How its load runs.
    enum Load { case steady, daily }

    let profile: TwinParameters
    /// °C a kW, ln(1/s), °C; mm/s a kW, mm/s, wear an hour for each mm/s.
    var rise: Double
    var decay: Double
    var ambient: Double
    var perLoad: Double
    var offset: Double
    var wearRate: Double
    var temperatureNoise = 0.4
    var vibrationNoise = 0.15
    /// °C by which the hall is warmer at noon than at midnight, halved.
    var hallSwing = 0.0
    /// °C that a fault adds for good.
    var warmer = 0.0
    /// mm/s that a fault adds.
    var rougher = 0.0
    var random: SeededRandom

    private(set) var temperature: Double
    private(set) var wear = 0.0
    private(set) var seconds = 0.0
    private(set) var power = 0.0
    private var level = 0.7
    private var until = 0.0

    /// A pump of 22 kW as `firmware-profiles/pump.yaml` has it.
    static let profile: TwinParameters = {
        var parameters = TwinParameters()
        parameters.heatGain = parameters.heatGain(rise: 35, power: 18)
        parameters.vibrationPerLoad = 0.07
        return parameters
    }()

    /// A machine drawn from what a profile leaves open.
    init(seed: UInt64, profile: TwinParameters = Self.profile) {
        var random = SeededRandom(seed: seed)
        self.profile = profile
        let perKilowatt = profile.settledTemperature(power: 1) - profile.ambient
        rise = perKilowatt * max(0.2, 1 + 0.7 * random.normal())
        decay = profile.decay * Self.power(2, 0.8 * random.normal())
        ambient = profile.ambient + 7 * random.normal()
        perLoad = profile.vibrationPerLoad * max(0.2, 1 + 0.5 * random.normal())
        offset = max(0, 0.8 + 0.4 * random.normal())
        wearRate = profile.wearRate * max(0.1, 1 + 0.5 * random.normal())
        temperature = ambient
        self.random = random
    }

    var parameters: TwinParameters {
        var parameters = profile
        parameters.decay = decay
        parameters.heatGain = rise * decay / (1 - profile.efficiency)
        parameters.ambient = ambient
        return parameters
    }

    var time: Timestamp { Timestamp(seconds: 1_763_712_000).advanced(seconds: seconds) }

    /// Runs on for a step; the load changes at readings, and is the mean of both ends between them.
    mutating func run(seconds step: Double, load: Load = .daily) {
        seconds += step
        let before = power
        power = self.load(load)
        let mean = (power + before) / 2
        let kept = Self.power(2, -decay * step / 0.693_147_180_559_945_3)
        let settled = hall + warmer + rise * mean
        temperature = settled + (temperature - settled) * kept
        wear += wearRate * vibration * step / 3_600
    }

    /// What it shakes by, mm/s.
    var vibration: Double {
        perLoad * power + offset + rougher + profile.vibrationPerWear * wear
            + profile.vibrationPerDegree * max(0, temperature - profile.vibrationOnset)
    }

    /// What its sensors say of it.
    mutating func measure() -> (temperature: Double, vibration: Double) {
        (
            temperature + temperatureNoise * random.normal(),
            max(0, vibration + vibrationNoise * random.normal())
        )
    }

    var hall: Double {
        let hour = (seconds / 3_600).truncatingRemainder(dividingBy: 24)
        // A parabola either way for a sine, which needs no library: it swings from −1 to 1 in a day.
        let phase = hour < 12 ? hour / 12 : (hour - 12) / 12
        return ambient + hallSwing * (hour < 12 ? 1 : -1) * 4 * phase * (1 - phase)
    }

    private mutating func load(_ load: Load) -> Double {
        guard load == .daily else { return 0.7 * profile.ratedPower }
        if seconds >= until {
            let hour = (seconds / 3_600).truncatingRemainder(dividingBy: 24)
            let isAtWork = hour >= 6 && hour < 22
            level = isAtWork ? 0.4 + 0.7 * random.unit() : (random.unit() < 0.5 ? 0 : 0.2)
            until = seconds + 600 + 3_000 * random.unit()
        }
        return max(0, profile.ratedPower * (level + 0.01 * random.normal()))
    }

    /// A power of two, by squaring and a series.
    private static func power(_ base: Double, _ exponent: Double) -> Double {
        let natural = exponent * 0.693_147_180_559_945_3 / 64
        var sum = 1.0
        var term = 1.0
        for index in 1...20 {
            term *= natural / Double(index)
            sum += term
        }
        for _ in 0..<6 { sum *= sum }
        return sum
    }
}
