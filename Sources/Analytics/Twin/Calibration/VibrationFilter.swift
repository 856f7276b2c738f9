/// The vibration of one machine, learned: mm/s a kilowatt, an offset, and by how much the offset grows as it runs.
///
/// `v = perLoad × load + perDegree × (°C over the onset) + offset`, and the offset grows by `growth` for each mm/s·h
/// that the bearing has run: `growth = vibrationPerWear × wearRate`, so the rate of wear is what the growth says. The
/// equations are linear, so this is the exact Kalman filter. Load and offset wander as those of `HeatFilter`.
struct VibrationFilter: Sendable, Equatable {
    /// In which the part of the load may change, seconds.
    static let loadMemory: Double = 14 * 86_400
    /// In which the offset may change by other things than wear, seconds.
    static let offsetMemory: Double = 60 * 86_400
    /// The part by which a profile's rate of wear may be off, one standard deviation.
    static let wearSpread = 0.5
    /// mm/s an hour by which the offset follows readings that are not trusted.
    static let heldPace = 0.01
    /// Of a vibration sensor, mm/s: what it is taken for, and the least and the most that it may become.
    static let sensor = InnovationNoise(deviation: 0.2, limits: 0.0005...2)

    /// mm/s a kW, mm/s, mm/s for each mm/s·h.
    var mean: SIMD4<Double>
    /// Its covariance by columns, symmetric; the fourth is none.
    var columns: (SIMD4<Double>, SIMD4<Double>, SIMD4<Double>)
    let prior: SIMD4<Double>
    /// One by each.
    let certain: SIMD4<Double>
    let low: SIMD4<Double>
    let high: SIMD4<Double>
    var noise = VibrationFilter.sensor

    /// A filter that knows a profile, how far the bearing is worn, and no reading.
    init(parameters: TwinParameters, wear: Double) {
        let perLoad = parameters.vibrationPerLoad
        let spread = max(perLoad, 1 / parameters.ratedPower)
        let growth = parameters.vibrationPerWear * parameters.wearRate
        mean = [perLoad, parameters.vibrationPerWear * wear, growth, 0]
        let off = Self.wearSpread * growth
        prior = [spread * spread, 4, max(off * off, 1e-30), 1]
        certain = 1 / prior
        low = [0, -10, 0.1 * growth, 0]
        high = [perLoad + 20 * spread, 100, 10 * growth, 0]
        columns = ([prior[0], 0, 0, 0], [0, prior[1], 0, 0], [0, 0, prior[2], 0])
    }

    static func == (left: VibrationFilter, right: VibrationFilter) -> Bool {
        left.mean == right.mean && left.columns == right.columns && left.noise == right.noise
    }

    var deviations: SIMD3<Double> { SIMD3(columns.0[0], columns.1[1], columns.2[2]).squareRoot() }

    /// Forgets how sure it was of load and offset, not what they are; wear is known as well as before.
    mutating func reopen() {
        columns = ([prior[0], 0, 0, 0], [0, prior[1], 0, 0], [0, 0, columns.2[2], 0])
        noise.reopen()
    }

    /// Moves on: the bearing ran `exposure` mm/s·h.
    mutating func predict(seconds: Double, exposure: Double, ratedPower: Double) {
        mean[1] = min(max(mean[1] + mean[2] * exposure, low[1]), high[1])
        // F P Fᵀ with F the identity and the exposure at (offset, growth).
        columns.1 += columns.2 * exposure
        columns.0[1] += columns.0[2] * exposure
        columns.1[1] += columns.1[2] * exposure
        columns.2[1] += columns.2[2] * exposure
        let (load, offset) = (seconds * (1 / Self.loadMemory), seconds * (1 / Self.offsetMemory))
        let variance = noise.learned
        columns.0[0] = grown(0, columns.0[0], variance * load * load / (ratedPower * ratedPower))
        columns.1[1] = grown(1, columns.1[1], variance * offset * offset)
        columns.2[2] *= 1 + 1e-12
    }

    /// What it expects at a load, `heated` mm/s of it by heat.
    func expected(load: Double, heated: Double) -> Double { max(0, mean[0] * load + mean[1] + heated) }

    /// The variance of what it expects, the sensor's noise not among it.
    func spread(load: Double) -> Double {
        max(0, load * load * columns.0[0] + 2 * load * columns.0[1] + columns.1[1])
    }

    /// Learns from the difference between a measured and the expected vibration at a load.
    mutating func learn(_ innovation: Double, load: Double, weight: Double) {
        let column = columns.0 * load + columns.1
        let scale = weight / (spread(load: load) + noise.learned)
        mean += column * (scale * innovation)
        bound()
        // By the root of the scale, so that rounding keeps it symmetric to the last bit.
        let part = column * scale.squareRoot()
        columns.0 -= part * part[0]
        columns.1 -= part * part[1]
        columns.2 -= part * part[2]
    }

    /// Follows a reading that is not trusted: only the offset moves, and slowly.
    mutating func follow(_ innovation: Double, hours: Double) {
        let most = Self.heldPace * hours
        mean[1] += min(max(innovation, -most), most)
        bound()
    }

    /// Brings the means within what a machine can have.
    mutating func bound() {
        for index in 0..<3 { mean[index] = min(max(mean[index], low[index]), high[index]) }
    }

    private func grown(_ index: Int, _ now: Double, _ added: Double) -> Double {
        now * (1 + 1e-12) + min(max(added * (1 - now * certain[index]), 0), prior[index])
    }
}
