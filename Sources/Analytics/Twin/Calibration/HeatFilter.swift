/// The heat of one machine, followed and learned: temperature, rise a kilowatt, logarithm of the decay, ambient.
///
/// A Kalman filter (Kalman, 1960) with one measured temperature. It predicts by the exact solution of the heat equation
/// (`HeatFilterPrediction`). The temperature itself has no noise beyond a millikelvin, so what it predicts is what load
/// and parameters say, and a fault shows as a residual instead of being followed. The parameters wander, by
/// so much that a filter that sees each of them alone would follow a change within its memory: with `R` the variance of
/// the measurement, the variance added in a step of `dt` is `R × (dt / memory)²` of its effect in °C.
struct HeatFilter: Sendable, Equatable {
    /// In which the hall's temperature may change, seconds: right for a day that swings by some ±3 °C.
    static let ambientMemory: Double = 1_800
    /// Over which a hall has a usual temperature, seconds, and how far from it it may be, °C.
    static let usualMemory: Double = 3 * 86_400
    static let swingMax = 10.0
    /// In which a machine's gain and cooling may change, seconds.
    static let machineMemory: Double = 14 * 86_400
    /// The spread of `ln(decay)` that a profile leaves: a factor of e either way.
    static let decaySpread = 1.0
    /// °C by which a profile's ambient may be off, one standard deviation.
    static let ambientSpread = 10.0
    /// °C an hour by which the ambient follows readings that are not trusted.
    static let heldPace = 0.1
    /// Of a temperature sensor, °C: what it is taken for, and the least and the most that it may become.
    static let sensor = InnovationNoise(deviation: 0.5, limits: 0.02...5)

    static let (temperature, rise, ambient, decay) = (0, 1, 2, 3)

    /// Temperature °C, rise °C a kW, ambient °C, ln(decay · 1 s).
    var mean: SIMD4<Double>
    /// Its covariance by columns, symmetric.
    var columns: (SIMD4<Double>, SIMD4<Double>, SIMD4<Double>, SIMD4<Double>)
    /// What a profile leaves open: the covariance never grows beyond it.
    let prior: SIMD4<Double>
    /// One by each.
    let certain: SIMD4<Double>
    /// °C a kW by which a change of the decay is judged where the rise is less.
    let leastRise: Double
    /// The means that a machine can have.
    let low: SIMD4<Double>
    let high: SIMD4<Double>
    /// The ambient of the last days, °C.
    var usual: Double
    var noise = HeatFilter.sensor

    /// A filter that knows a profile and no reading.
    init(parameters: TwinParameters) {
        let rise = parameters.settledTemperature(power: 1) - parameters.ambient
        let spread = max(rise, 30 / parameters.ratedPower)
        mean = [parameters.ambient, rise, parameters.ambient, parameters.decay.logarithm]
        prior = [1e6, spread * spread, Self.ambientSpread * Self.ambientSpread, Self.decaySpread * Self.decaySpread]
        certain = 1 / prior
        leastRise = 0.1 * spread
        low = [-1e5, 0, parameters.ambient - 25, max(mean[3] - 4, -18.4)]
        high = [1e5, max(400 / parameters.ratedPower, 3 * rise), parameters.ambient + 25, min(mean[3] + 4, 2.3)]
        columns = ([prior[0], 0, 0, 0], [0, prior[1], 0, 0], [0, 0, prior[2], 0], [0, 0, 0, prior[3]])
        usual = parameters.ambient
    }

    static func == (left: HeatFilter, right: HeatFilter) -> Bool {
        left.mean == right.mean && left.columns == right.columns && left.usual == right.usual
            && left.noise == right.noise
    }

    /// The variance of the temperature that it predicts, the sensor's noise not among it.
    var spread: Double { columns.0[0] }
    var deviations: SIMD4<Double> {
        SIMD4(columns.0[0], columns.1[1], columns.2[2], columns.3[3]).squareRoot()
    }

    /// Forgets how sure it was of the parameters, not what they are.
    mutating func reopen() {
        columns = ([columns.0[0], 0, 0, 0], [0, prior[1], 0, 0], [0, 0, prior[2], 0], [0, 0, 0, prior[3]])
        noise.reopen()
    }

    /// Begins where the machine stands: at a measured temperature, else at what a constant power settles at.
    mutating func begin(power: Double, measured: Double?) {
        if let measured {
            place(measured, variance: noise.variance)
        } else {
            settle(power: power)
        }
    }

    /// After a time of unknown load: the temperature is what is measured, else anything up to that of rated load.
    mutating func lose(ratedPower: Double, measured: Double?) {
        let rated = mean[1] * ratedPower
        place(measured ?? mean[2], variance: measured == nil ? 25 + rated * rated / 4 : noise.variance)
        noise.breakOff()
    }

    /// Learns from the difference between a measured and the predicted temperature.
    ///
    /// `weight` is 1 for one that is trusted; `caution` multiplies the noise of a filter that has just begun.
    mutating func learn(_ innovation: Double, weight: Double, caution: Double) {
        let column = columns.0
        let scale = weight / (column[0] + noise.learned * caution)
        mean += column * (scale * innovation)
        bound()
        // By the root of the scale, so that rounding keeps it symmetric to the last bit.
        let part = column * scale.squareRoot()
        columns.0 -= part * part[0]
        columns.1 -= part * part[1]
        columns.2 -= part * part[2]
        columns.3 -= part * part[3]
    }

    /// Follows a reading that is not trusted: only the ambient moves, and so slowly that a fault of a day stays one.
    mutating func follow(_ innovation: Double, hours: Double) {
        let most = Self.heldPace * hours
        mean[Self.ambient] += min(max(innovation, -most), most)
        bound()
    }

    /// Holds the ambient near the usual one, so that a fault that creeps in does not become weather without end.
    ///
    /// The usual follows the ambient as the mean of all that was learned in `learned` seconds, later within days.
    mutating func hold(seconds: Double, learned: Double) {
        let ambient = mean[Self.ambient]
        usual += min(1, seconds / min(Self.usualMemory, max(learned, 1))) * (ambient - usual)
        if learned > 86_400 {
            mean[Self.ambient] = min(max(ambient, usual - Self.swingMax), usual + Self.swingMax)
        }
    }

    /// Brings the means within what a machine can have.
    mutating func bound() {
        for index in 0..<4 { mean[index] = min(max(mean[index], low[index]), high[index]) }
    }

    private mutating func place(_ temperature: Double, variance: Double) {
        mean[0] = min(max(temperature, low[0]), high[0])
        columns.0 = SIMD4(variance, 0, 0, 0)
        columns.1[0] = 0
        columns.2[0] = 0
        columns.3[0] = 0
    }
}
